"""The cases, and for each the commands that are compared.

The commands see $URL, $CA (the authority of an HTTPS server), $TARGET (a file that is not there yet) and $SCRATCH (an empty folder), and
end with a durable target.
"""

import pathlib

CDI = pathlib.Path(__file__).resolve().parent.parent.parent / "cdi"
DISK_FORMATS = {"qcow2": "qcow2", "qcow2-zlib": "qcow2", "qcow2-zstd": "qcow2", "vmdk": "vmdk",
                "vmdk-stream": "vmdk", "vdi": "vdi", "vhd": "vpc", "vhdx": "vhdx"}
# What takes a packing off, the best way first.
UNPACKERS = {"gz": ["pigz -dc", "gzip -dc"], "xz": ["xz -dc -T0", "xz -dc -T1"], "zst": ["zstd -dcq"], "bz2": ["bzip2 -dc"]}
UNPACKERS["xz-blocks"] = UNPACKERS["xz"]
CASES = ["raw", *DISK_FORMATS, "raw.gz", "raw.zst", "raw.xz", "raw.xz-blocks", "raw.bz2",
         "qcow2.gz", "qcow2.xz", "registry", "registry-zlib"]

CURL = 'curl -sSf --cacert "$CA" "$URL"'
SPARSE_DD = 'dd of="$TARGET" bs=64k iflag=fullblock conv=sparse,fsync status=none'
SYNC = 'sync "$TARGET"'


def convert(disk_format, source):
    return f'qemu-img convert -f {disk_format} -O raw -W "{source}" "$TARGET" && {SYNC}'


def nbdkit(disk_format):
    return f"""nbdkit -U - curl cainfo="$CA" url="$URL" --run 'qemu-img convert -f {disk_format} -O raw -W "$uri" "$TARGET"' && {SYNC}"""


def rivals(case):
    """The commands a user would type, by a short name for each."""
    inner, _, packing = case.partition(".")
    if case.startswith("registry"):
        unpack = 'tar -C "$SCRATCH" -xzf "$(ls -S "$SCRATCH"/image/* | head -n1)"'
        copy = 'skopeo copy -q --src-tls-verify=false "docker://$URL" "dir:$SCRATCH/image"'
        return {"skopeo, tar, qemu-img": f'{copy} && {unpack} && {convert("qcow2", "$SCRATCH/disk/disk.qcow2")}'}
    if packing and inner == "raw":
        return packed_raw(packing)
    if packing:
        return {f"curl, {tool}, qemu-img": f'{CURL} | {tool} >"$SCRATCH/image" && {convert(inner, "$SCRATCH/image")}'
                for tool in UNPACKERS[packing]}
    if case == "raw":
        return {"curl, dd": f"{CURL} | {SPARSE_DD}", "nbdkit, qemu-img": nbdkit("raw")}
    disk_format = DISK_FORMATS[case]
    return {"curl, qemu-img": f'{CURL} >"$SCRATCH/image" && {convert(disk_format, "$SCRATCH/image")}',
            "nbdkit, qemu-img": nbdkit(disk_format)}


def packed_raw(packing):
    commands = {f"curl, {tool}, dd": f"{CURL} | {tool} | {SPARSE_DD}" for tool in UNPACKERS[packing]}
    # These two leave holes by themselves when they write to a file.
    if packing == "zst":
        commands["curl, zstd -d"] = f'{CURL} | zstd -dq -o "$TARGET" && {SYNC}'
    if packing.startswith("xz"):
        commands["curl, xz -d -T0"] = f'{CURL} | xz -dc -T0 >"$TARGET" && {SYNC}'
    return commands


def cdi(case, *options):
    source = '"docker://$URL" --insecure' if case.startswith("registry") else '"$URL"'
    return f'exec "{CDI}" import {source} "$TARGET" --scratch "$SCRATCH" --progress none {" ".join(options)}'
