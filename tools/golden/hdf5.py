"""Makes libs/hdf5/src/golden: HDF5 files written by h5py with every stored type this project reads, and what they hold as JSON.

Run from the repository root: python3 tools/golden/hdf5.py (needs numpy and h5py).
"""

import json
from pathlib import Path

import h5py
import numpy as np

folder = Path("libs/hdf5/src/golden")
folder.mkdir(parents=True, exist_ok=True)
expected = {}


def number(value):
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int) and abs(value) >= 2**53:
        return str(value)
    if isinstance(value, float) and not np.isfinite(value):
        return str(value)
    return value


def numeric(file, name, values, **options):
    values = np.asarray(values)
    file.create_dataset(name, data=values, **options)
    expected[name] = {"shape": list(values.shape), "values": [number(v) for v in values.ravel()]}


with h5py.File(folder / "h5py-types.h5", "w", track_order=True) as f:
    for kind in ["i1", "u1", "<i2", ">i2", "<u4", ">u4", "<f4", ">f4", "<f8", ">f8"]:
        numeric(f, "numbers/" + kind.replace("<", "le_").replace(">", "be_"), np.array([[0, 1, 2], [100, 50, 3]]).astype(kind))
    numeric(f, "numbers/i8", np.array([2**62 + 1, -(2**62) - 1, 7], dtype="<i8"))
    numeric(f, "numbers/be_u8", np.array([2**63 + 1, 7], dtype=">u8"))
    numeric(f, "numbers/half", np.array([1, 0.5, -2, 65504, np.nan, -np.inf, 2.0**-24], dtype="f2"))
    numeric(f, "numbers/bool", np.array([True, False, True]))
    numeric(f, "numbers/scalar", np.float64(3.5))
    numeric(f, "numbers/no_rows", np.zeros((0, 4)))
    ramp = (np.arange(600) * 37 % 251).astype("<f4").reshape(60, 10)
    numeric(f, "filters/shuffle_gzip_fletcher32", ramp, chunks=(16, 10), shuffle=True, compression="gzip", fletcher32=True)
    numeric(f, "filters/big_endian_shuffle_gzip", ramp.astype(">f4"), chunks=(7, 3), shuffle=True, compression="gzip")
    numeric(f, "filters/scaleoffset", np.arange(200), chunks=(50,), scaleoffset=0)
    f.create_dataset("filters/lzf", data=np.arange(100), compression="lzf")
    f.create_dataset("filters/never_written", shape=(4,), dtype="f4", fillvalue=np.nan, chunks=(2,))
    f["texts/fixed"] = np.array([b"ab", b"c", b""], dtype="S5")
    f["texts/variable"] = np.array(["h\u00e4lt", "\u65e5\u672c", ""], dtype=object)
    f["compounds/complex"] = np.array([1 + 2j, 3 - 4j])
    f["compounds/big_endian"] = np.array([(1, 2.5), (3, 4.5)], dtype=[("a", ">i4"), ("b", ">f8")])
    f["compounds/mixed_endian"] = np.array([(1, 2.5), (3, 4.5)], dtype=[("a", "<i4"), ("b", ">f8")])
    f["compounds/with_array"] = np.array([([1, 2, 3],), ([4, 5, 6],)], dtype=[("v", ">i2", (3,))])
    sequences = f.create_dataset("sequences", (3,), dtype=h5py.vlen_dtype(">i4"))
    sequences[0] = [1, 2]
    sequences[2] = [5]
    f["opaque"] = np.void(b"1234")
    f["null"] = h5py.Empty("f4")
    f["long_double"] = np.array([1.5], dtype=np.longdouble)
    f["named_type"] = np.dtype("f8")
    f["links/soft"] = h5py.SoftLink("/numbers/be_f4")
    f["links/dangling"] = h5py.SoftLink("/nowhere")
    f["links/external"] = h5py.ExternalLink("h5py-linked.h5", "/x")
    f["links/external_missing"] = h5py.ExternalLink("missing.h5", "/x")
    f.create_dataset("references", data=np.array([f["texts"].ref, f["compounds/complex"].ref], dtype=h5py.ref_dtype), dtype=h5py.ref_dtype)
    g = f["texts"]
    g.attrs["text"] = "m\u00b7s"
    g.attrs["numbers"] = np.arange(3, dtype=">u2")
    g.attrs["texts"] = ["a", "b"]
    g.attrs["null"] = h5py.Empty("S1")
    g.attrs["int64"] = np.int64(2**60)
    g.attrs["long"] = "x" * 70000
with h5py.File(folder / "h5py-linked.h5", "w") as f:
    f["x"] = np.arange(4, dtype="i4")
with h5py.File(folder / "h5py-user-block.h5", "w", userblock_size=512) as f:
    f["x"] = np.arange(4, dtype="f8")
# Rows of uncompressed datasets, to be found without HDF5: values count up, so that expectations need no table.
addresses = {}
for name, libver in [("earliest", "earliest"), ("v108", ("v108", "v108")), ("latest", "latest")]:
    with h5py.File(folder / f"h5py-rows-{name}.h5", "w", libver=libver) as f:
        count_up = np.arange(300 * 3, dtype="<f4").reshape(300, 3)
        f.create_dataset("contiguous", data=count_up)
        f.create_dataset("chunked", data=count_up, chunks=(2, 3), maxshape=(None, 3))
        f.create_dataset("split_rows", data=count_up, chunks=(50, 2))
        f.create_dataset("holes", shape=(300, 3), dtype="<f4", chunks=(50, 3), fillvalue=-1)[100:110] = count_up[100:110]
        f.create_dataset("big_endian", data=count_up.astype(">f4"))
        for k in range(12):
            f["chunked"].attrs[f"attribute {k}"] = "pushes the header into a continuation block " * 4
        addresses[name] = {key: h5py.h5o.get_info(f[key].id).addr for key in f}
(folder / "h5py-rows.json").write_text(json.dumps(addresses, indent=1) + "\n")
(folder / "h5py-types.json").write_text(json.dumps(expected, indent=1) + "\n")
