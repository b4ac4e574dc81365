/** SQL: the number is somebody's. One of a single digit or with the serial 0000 is put where there is none, and tells no two families apart. */
export const ownedSql = (number: string) => `${number} !~ '^(.)\\1*$' and right(${number}, 4) <> '0000'`

/** The same of a number at hand. */
export function isOwned(number: string): boolean {
  return !/^(.)\1*$/.test(number) && !number.endsWith('0000')
}
