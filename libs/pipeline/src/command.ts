import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { errorTagOf, isDiskFull } from './errors';
import { EXIT, type ExitCode } from './exit-codes';
import { type CommandScreen, terminal } from './command-screen';

interface SourceFlags {
  readonly config?: string;
  readonly subjects?: string[];
  readonly layer?: string[];
  readonly option?: string[];
  readonly json?: boolean;
}

interface RunFlags extends SourceFlags {
  readonly out: string;
  readonly workers?: number;
  readonly resume?: boolean;
  readonly keepShards?: boolean;
  readonly dryRun?: boolean;
}

const list = (value: string): string[] => value.split(',').filter((part) => part !== '');
const gather = (value: string, before: string[] = []): string[] => [...before, value];

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('a whole number of at least 1 is needed');
  return number;
}

/**
 * The `emgfm` command.
 * @param args words after the command, as in `['run', 'c3d=./recordings', '--out', './out']`
 * @returns its exit code
 */
export async function emgfm(args: readonly string[], screen: CommandScreen = terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const exitWith = (code: ExitCode): void => {
    exitCode = code;
  };
  const print = (value: unknown): void =>
    screen.out(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  const program = new Command('emgfm')
    .description('Open walking datasets (EMG, kinematics, kinetics) as one validated, stride-indexed HDF5 store')
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => screen.out(text.trimEnd()), writeErr: (text) => screen.err(text.trimEnd()) })
    .showHelpAfterError('(add --help for what can be said)')
    .addHelpText(
      'after',
      `
Examples:
  emgfm demo                                          simulated people, to see what comes out
  emgfm inspect c3d=./recordings                      what is there, before a long run
  emgfm run c3d=./recordings --out ./out --workers 2  writes ./out/store.h5 and ./out/run.json
  emgfm counts ./out/store.h5

Exit codes: 0 done, 1 some subjects failed or a store did not pass, 2 wrong usage or nothing usable, 75 try again.`,
    );

  program
    .command('datasets')
    .description('what can be read: licence, citation, how sure, what it holds')
    .option('--config <file>', 'configuration file that names further adapters')
    .option('--json', 'one JSON object on stdout')
    .action(async (flags: SourceFlags) => {
      const { loadAdapters } = await import('./adapters');
      const further =
        flags.config === undefined ? [] : (await import('./configuration-file')).readFurtherAdapters(flags.config);
      const adapters = await loadAdapters(await further);
      const { describeDatasets } = await import('./commands/datasets');
      print(flags.json ? [...adapters.values()].map(({ info }) => info) : describeDatasets(adapters));
      exitWith(EXIT.done);
    });

  const withSources = (command: Command): Command =>
    command
      .argument('[sources...]', '<dataset>=<folder>, each')
      .option('--config <file>', 'configuration file (JSON)')
      .option('--subjects <names>', 'only these, separated by commas: source ids or <dataset>/<source id>', list)
      .option('--layer <dataset=layer>', 'which of its layers to read; emgfm datasets lists them', gather)
      .option('--option <dataset.name=value>', 'option of an adapter; may be given several times', gather)
      .option('--json', 'one JSON object on stdout');

  withSources(
    program.command('inspect').description('survey only: subjects, trials, what is missing, unknown or not usable'),
  ).action(async (sources: string[], flags: SourceFlags) => {
    const { plan } = await planFrom(sources, flags);
    const { anyUsable, describeSurvey } = await import('./commands/inspect');
    print(flags.json ? plan.surveys : plan.surveys.map(describeSurvey).join('\n\n'));
    exitWith(anyUsable(plan.surveys) ? EXIT.done : EXIT.usage);
  });

  withSources(program.command('run').description('read, process, cut and store all strides'))
    .requiredOption('--out <path>', 'store to be written (.h5), or a folder for store.h5')
    .option('--workers <n>', 'subjects processed side by side', wholeNumber)
    .option('--resume', 'take over what an interrupted run has finished')
    .option('--keep-shards', 'keep the shards (one file per subject) after the merge')
    .option('--dry-run', 'survey and plan, write nothing')
    .action(async (sources: string[], flags: RunFlags) => {
      const out = resolve(flags.out);
      const isFolder = !/\.(h5|hdf5)$/i.test(out) || (existsSync(out) && statSync(out).isDirectory());
      const storePath = isFolder ? join(out, 'store.h5') : out;
      if (flags.dryRun) {
        const { plan } = await planFrom(sources, flags);
        const { anyUsable, describeSurvey } = await import('./commands/inspect');
        print(flags.json ? plan.surveys : plan.surveys.map(describeSurvey).join('\n\n'));
        screen.err(`dry run: ${plan.jobs.length} subject(s) would be written to ${storePath}`);
        return exitWith(anyUsable(plan.surveys) ? EXIT.done : EXIT.usage);
      }
      const [{ loadConfiguration }, { run }, { progressDisplay }, { describeRun }, { describeSources }] =
        await Promise.all([
          import('./configuration-file'),
          import('./run'),
          import('./progress'),
          import('./commands/run'),
          import('./commands/sources'),
        ]);
      const configuration = await loadConfiguration(choicesOf(sources, flags, flags.workers));
      const progress = progressDisplay(screen.progress);
      const interrupt = new AbortController();
      const stop = (): void => interrupt.abort(new Error('interrupted; --resume goes on from the finished subjects'));
      process.once('SIGINT', stop).once('SIGTERM', stop);
      const { report, reportPath } = await run(configuration, {
        storePath,
        runSubject: screen.runSubject,
        resume: flags.resume,
        keepShards: flags.keepShards,
        signal: interrupt.signal,
        onPlan: ({ jobs }) => progress.start(jobs.length),
        onSubject: (outcome) => progress.subject(outcome),
      }).finally(() => {
        progress.stop();
        process.off('SIGINT', stop).off('SIGTERM', stop);
      });
      const { stridesKept, subjects, subjectsFailed } = report.totals;
      if (flags.json) print(report);
      else {
        print(describeRun(report));
        if (report.store !== '') print(`\n${await describeSources(storePath, report.signatures)}`);
        const written =
          report.store === ''
            ? 'No stride was found, so no store was written.'
            : `Wrote ${stridesKept} strides of ${subjects - subjectsFailed} subject(s) to ${storePath}`;
        print(`\n${written}\nReport: ${reportPath}`);
      }
      exitWith(subjectsFailed > 0 || stridesKept === 0 ? EXIT.incomplete : EXIT.done);
    });

  program
    .command('merge')
    .description('merge shards or stores into one store')
    .argument('<files...>', 'shards, stores, or folders that hold them')
    .requiredOption('--out <store.h5>', 'store to be written')
    .action(async (files: string[], flags: { out: string }) => {
      const { mergeFiles } = await import('./commands/merge');
      print(await mergeFiles(files, resolve(flags.out)));
      exitWith(EXIT.done);
    });

  program
    .command('verify')
    .description('check every promise of the store layout')
    .argument('<store>', 'store or shard (.h5)')
    .option('--json', 'one JSON object on stdout')
    .action(async (store: string, flags: { json?: boolean }) => {
      const [{ verifyStore }, { describeVerification }] = await Promise.all([
        import('@emgfm/stride-store'),
        import('./commands/verify'),
      ]);
      const report = await verifyStore(store);
      print(flags.json ? report : describeVerification(report));
      exitWith(report.ok ? EXIT.done : EXIT.incomplete);
    });

  program
    .command('counts')
    .description('patients, strides, stride lengths, rates and inconsistencies, per dataset and modality')
    .argument('<store>', 'store or shard (.h5)')
    .option('--json', 'one JSON object on stdout')
    .action(async (store: string, flags: { json?: boolean }) => {
      const [{ countStore }, { describeCounts }] = await Promise.all([
        import('@emgfm/stride-store'),
        import('./commands/counts'),
      ]);
      const counts = await countStore(store);
      print(flags.json ? counts : describeCounts(counts));
      exitWith(EXIT.done);
    });

  program
    .command('demo')
    .description('simulate people walking, run the pipeline over their recordings, and show what it wrote')
    .option('--out <folder>', 'where to write; a temporary folder where left out')
    .option('--seed <n>', 'another number gives other people', wholeNumber)
    .action(async (flags: { out?: string; seed?: number }) => {
      const { demonstrateOnScreen } = await import('./commands/demo-screen');
      exitWith(
        await demonstrateOnScreen(screen, {
          folder: flags.out === undefined ? undefined : resolve(flags.out),
          seed: flags.seed,
        }),
      );
    });

  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    exitCode = explain(error, screen);
  }
  return exitCode;
}

function choicesOf(sources: string[], flags: SourceFlags, workers?: number) {
  return {
    sources,
    configFile: flags.config,
    subjects: flags.subjects,
    layers: flags.layer,
    adapterOptions: flags.option,
    workers,
  };
}

async function planFrom(sources: string[], flags: SourceFlags) {
  const [{ loadConfiguration }, { loadAdapters }, { planRun }] = await Promise.all([
    import('./configuration-file'),
    import('./adapters'),
    import('./plan'),
  ]);
  const configuration = await loadConfiguration(choicesOf(sources, flags));
  return { configuration, plan: await planRun(configuration, await loadAdapters(configuration.adapters)) };
}

/** What a person sees of an error, and the exit code it means. */
function explain(error: unknown, screen: CommandScreen): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const tag = errorTagOf(error);
  screen.err(`emgfm: ${(error as Error).message ?? String(error)}`);
  if (tag === 'DiskFullError' || isDiskFull(tag)) {
    screen.err('the disk is full; make room and call again with --resume, which goes on from the finished subjects');
    return EXIT.tryAgain;
  }
  const usage = [
    'UsageError',
    'NothingUsableError',
    'ConfigurationError',
    'NotADatasetError',
    'AdapterOptionsError',
    'hdf5-not-found',
    'store-format',
  ];
  if (usage.includes(tag)) return EXIT.usage;
  if (tag === '' && process.env['EMGFM_DEBUG'] !== undefined) screen.err(String((error as Error).stack));
  return EXIT.incomplete;
}
