/** Parameters that may hold a NIK, No KK or name, and are not carried on. */
const SEARCHED = ['cari']

/** The page that a request names to be opened next: a path of our own, never another site's address, and without what was searched for. */
export function wantedPage(asked: unknown, fallback = '/beranda'): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || /[\\\p{Cc}]/u.test(asked)) return fallback
  const here = 'http://localhost'
  const url = URL.parse(asked, here)
  // Dots in front can leave two strokes at the beginning, and a browser takes what follows those for a site.
  if (!url || url.origin !== here || url.pathname.startsWith('//')) return fallback
  for (const name of SEARCHED) url.searchParams.delete(name)
  return `${url.pathname}${url.search}`
}
