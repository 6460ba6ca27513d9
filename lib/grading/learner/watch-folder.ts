/** Tells when a notebook in a folder was saved. */
import { readdirSync, statSync, watch } from "node:fs";
import { join } from "node:path";

export interface FolderWatch {
  close(): void;
}

/** An editor saves in several steps; and where the system tells nothing (network folders), looking helps. */
const [SETTLE_MS, LOOK_MS] = [200, 1000];

/**
 * Calls `onSaved` with the path of each notebook that was saved, once a save.
 *
 * @param poll Only look once a second, as where the system cannot tell.
 */
export function watchFolder(
  folder: string,
  onSaved: (path: string) => void,
  { poll = false }: { poll?: boolean } = {},
): FolderWatch {
  const known = stamps(folder);
  let settling: NodeJS.Timeout | undefined;
  const look = () => {
    const now = stamps(folder);
    for (const [path, stamp] of now) {
      if (known.get(path) === stamp) continue;
      known.set(path, stamp);
      onSaved(path);
    }
  };
  const settle = () => {
    clearTimeout(settling);
    settling = setTimeout(look, SETTLE_MS);
  };
  const watcher = poll ? undefined : startWatcher(folder, settle);
  const timer = setInterval(look, LOOK_MS);
  return {
    close: () => {
      clearTimeout(settling);
      clearInterval(timer);
      watcher?.close();
    },
  };
}

function startWatcher(folder: string, onChange: () => void) {
  try {
    const watcher = watch(folder, onChange);
    watcher.on("error", () => watcher.close()); // looking goes on
    return watcher;
  } catch {
    return undefined;
  }
}

/** Time and size of each notebook. */
function stamps(folder: string): Map<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb") && !name.startsWith("."));
  return new Map(
    names.flatMap((name) => {
      const path = join(folder, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat ? [[path, `${stat.mtimeMs} ${stat.size} ${stat.ino}`] as const] : [];
    }),
  );
}
