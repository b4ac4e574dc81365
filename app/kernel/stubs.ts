import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export const STUBS = new URL('../../stubs/', import.meta.url).pathname

/** Writes a file of the project from one of `stubs/`, with `{{ token }}` filled in, and laid out as `npm run lint` wants it. */
export async function writeStub(stub: string, file: string, tokens: Readonly<Record<string, string>>): Promise<void> {
  const text = filled(await readFile(join(STUBS, stub), 'utf8'), tokens)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, await formatted(file, text))
}

function filled(text: string, tokens: Readonly<Record<string, string>>): string {
  return Object.entries(tokens).reduce((filling, [token, value]) => filling.replaceAll(`{{ ${token} }}`, value), text)
}

/** Whatever length the names have. Prettier is there where plugins are written, not on a server. */
async function formatted(file: string, text: string): Promise<string> {
  const prettier = await import('prettier')
  const { inferredParser } = await prettier.getFileInfo(file)
  if (inferredParser === null || file.endsWith('.md')) return text
  return prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file })
}
