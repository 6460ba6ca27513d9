/** The little of a browser that the page needs; the library is compiled without the browser's types. */

export interface PageElement {
  innerHTML: string;
  textContent: string | null;
  value: string;
  hidden: boolean;
  tabIndex: number;
  readonly isConnected: boolean;
  readonly clientWidth: number;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  setAttribute(name: string, value: string): void;
  addEventListener(kind: string, listener: (event: PageEvent) => void): void;
  getBoundingClientRect(): { left: number; top: number; width: number; height: number };
  setPointerCapture?(pointer: number): void;
  focus(): void;
}

export interface PageEvent {
  readonly key: string;
  readonly clientX: number;
  readonly clientY: number;
  readonly buttons: number;
  readonly pointerId: number;
  preventDefault(): void;
}

export interface Page {
  document: { querySelectorAll(selector: string): ArrayLike<PageElement> };
  requestAnimationFrame(draw: (milliseconds: number) => void): number;
  matchMedia(query: string): { matches: boolean };
  ResizeObserver: new (onSize: () => void) => { observe(element: PageElement): void };
}

export const page = globalThis as unknown as Page;

/** The element of this name inside the playground. */
export function part(root: PageElement, name: string): PageElement {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (found === null) throw new Error(`playground: the page has no part "${name}".`);
  return found;
}
