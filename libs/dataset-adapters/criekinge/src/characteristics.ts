import type { Side, SubjectInfo } from '@emgfm/schema';
import type { Population } from './channels';
import { numbersOf, type PersonFields } from './person-fields';

/** What `sub_char` and `meas_char` say of a person. */
export interface Characteristics {
  readonly info: Pick<SubjectInfo, 'ageY' | 'sex' | 'massKg' | 'heightM' | 'population' | 'impairedSide'>;
  /** The paretic leg; null where the side of the lesion is not known, and for able-bodied persons. */
  readonly pareticSide: Side | null;
  /** Rate of the frames that events count; NaN where unknown. */
  readonly videoRateHz: number;
  /** What has no field of its own, in words. */
  readonly notes: readonly string[];
}

/** Numbers of `sub_char` that are kept as a note. */
const NOTED = [
  { field: 'LegLength', text: (value: number) => `leg length ${value} mm` },
  { field: 'TPS', text: (value: number) => `${value} days after the stroke` },
  { field: 'FAC', text: (value: number) => `FAC ${value}` },
  { field: 'POMA', text: (value: number) => `POMA ${value}` },
  { field: 'TIS', text: (value: number) => `TIS ${value}` },
] as const;

/** Reads `sub_char` and `meas_char`. @throws MatError */
export async function readCharacteristics(person: PersonFields, population: Population): Promise<Characteristics> {
  const number = async (...path: string[]): Promise<number> => {
    const values = numbersOf(await person.value(path));
    return values?.length === 1 ? (values[0] as number) : NaN;
  };
  const positive = (value: number): number => (value > 0 && Number.isFinite(value) ? value : NaN);
  const height = positive(await number('sub_char', 'Height'));
  const heightM = height / millimetresOrLess(height);
  const male = await number('sub_char', 'Male');
  const lesionLeft = population.name === 'stroke' ? await number('sub_char', 'LesionLeft') : NaN;
  const pareticSide = lesionLeft === 1 ? 'right' : lesionLeft === 0 ? 'left' : null;
  const videoRateHz = positive(await number('meas_char', 'VideoFrameRate'));
  const noted: string[] = [];
  for (const { field, text } of NOTED) {
    const value = await number('sub_char', field);
    if (Number.isFinite(value)) noted.push(text(value));
  }
  return {
    info: {
      ageY: positive(await number('sub_char', 'Age')),
      sex: male === 1 ? 'male' : male === 0 ? 'female' : '',
      massKg: positive(await number('sub_char', 'Weight')),
      heightM,
      population: population.name,
      impairedSide: pareticSide ?? '',
    },
    pareticSide,
    videoRateHz,
    notes: [
      ...(noted.length > 0 ? [noted.join(', ')] : []),
      ...(height < 1000 ? [`a height of ${height} is not in millimetres; taken as ${heightM.toFixed(2)} m`] : []),
      ...(Number.isNaN(videoRateHz) ? ['no VideoFrameRate, so stride times are unknown'] : []),
    ],
  };
}

/** Heights are in millimetres; nobody is 3 m or 300 mm tall, so that centimetres and metres can be told. */
function millimetresOrLess(height: number): number {
  return height >= 300 ? 1000 : height >= 3 ? 100 : 1;
}
