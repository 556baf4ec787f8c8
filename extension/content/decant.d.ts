// SPDX-License-Identifier: GPL-3.0-or-later
// The one global that the content scripts share, in their isolated world (docs/decisions/003-content-scripts-are-classic.md).

/** A stretch of a post's text and where it stands in the document; an image's `alt` stands for the image as a whole, the address of a link (`link`) for the link. */
interface DecantPiece { node: Text | Element; from: number; start: number; length: number; link?: boolean }

interface DecantFoundPost {
  element: Element;
  kind: string;
  part: number;
  /** What stands on the page, `own` units, then the addresses of links that it does not show, each on a line of its own. */
  text: string;
  own: number;
  pieces: DecantPiece[];
  lang: string;
  author: string;
  permalink: string;
  posted: string;
}

interface DecantFound { posts: DecantFoundPost[]; roots: ShadowRoot[]; frames: string[] }

interface DecantWalk { roots: ShadowRoot[]; frames: string[]; items: Generator<DecantItem, void> }
type DecantItem = { enter: Element } | { leave: Element } | { text: Text } | { image: Element };

interface DecantSite { post?: string; author?: string; permalink?: string; posted?: string; private?: string[] }

declare var decant: {
  walk: (root: Element) => DecantWalk;
  isBlock: (element: Element) => boolean;
  TextBuilder: new () => { text: string; pieces: DecantPiece[]; pre: number; add (node: Text): void; addImage (image: Element): void; break (character?: string): void; finish (): void };
  hiddenAddresses: (anchors: HTMLAnchorElement[], text: string, host: string, permalink: string) => { anchor: HTMLAnchorElement; address: string }[];
  withAddresses: (text: string, pieces: DecantPiece[], links: { anchor: Element; address: string }[]) => { text: string; pieces: DecantPiece[]; own: number };
  ranges: (pieces: DecantPiece[], start: number, end: number) => StaticRange[];
  findPosts: (root: Element, site: DecantSite | null) => Generator<undefined, DecantFound>;
  runToEnd: <T> (work: Generator<unknown, T>) => T;
  selectors: (post: DecantFoundPost, root: Element) => object[];
  MutationQueue: new (pass: () => Generator<unknown, void>) => { watch (roots: Node[]): void; request (): void; stop (): void };
  Painter: new (say: (names: Record<string, string> | null) => Promise<{ css: string }>) => {
    paint (near: Iterable<{ found: DecantFoundPost; assessment: any }>): void; clear (): void };
  record: (post: DecantFoundPost, key: string) => { record: any; place: object | null };
  source: (roots: ShadowRoot[]) => string;
  main: boolean;
};
