"""Takes files out of a wheel: open-wheel.py WHEEL FOLDER MEMBER...  Prints what the extra "and-cuda" requires."""

import os
import re
import shutil
import sys
import zipfile

wheel, folder, *members = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for member in members:
        target = os.path.join(folder, *member.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(member) as source, open(target, "wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)  # reads to the end, so the checksum is compared
    metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    for line in archive.read(metadata).decode("utf-8").splitlines():
        found = re.match(r"Requires-Dist: ([^;]+); *extra == [\"']and-cuda[\"']", line)
        if found:
            print(found.group(1).strip())
