/** Where the signed anonymous identity is kept between visits. Methods must not throw. */
export interface IdentityStorage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** Forgets with the process; the default outside browsers. */
export function memoryStorage(): IdentityStorage {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
  };
}

/** The part of the Web Storage API that is used. */
export interface WebStorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** localStorage or sessionStorage. A browser may refuse access (private mode, full quota): then nothing is kept. */
export function webStorage(storage: WebStorageLike): IdentityStorage {
  const quietly = <Result>(run: () => Result): Result | undefined => {
    try {
      return run();
    } catch {
      return undefined;
    }
  };
  return {
    get: (key) => quietly(() => storage.getItem(key)) ?? undefined,
    set: (key, value) => void quietly(() => storage.setItem(key, value)),
  };
}
