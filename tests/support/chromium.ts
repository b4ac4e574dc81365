import { execFileSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, chmodSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { chromium, type Browser, type LaunchOptions } from 'playwright'
import { machineFolder } from './temporary.js'

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-zygote',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A slow machine shows late what a broken page never shows. */
const PATIENCE = 90_000

/**
 * A real Chromium: the one of the environment, else the one that ships on npm with its own libraries. Of the same version everywhere, and
 * without a window it takes half the time of an installed one. Its pages wait long for what a test expects.
 */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const browser = await launch(options)
  const newContext = browser.newContext.bind(browser)
  browser.newContext = async (...args) => {
    const context = await newContext(...args)
    context.setDefaultTimeout(PATIENCE)
    return context
  }
  return browser
}

async function launch(options: LaunchOptions): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH
  if (executablePath) return chromium.launch({ ...options, executablePath, args: ARGUMENTS })
  const folder = await unpackShipped()
  return chromium.launch({
    ...options,
    executablePath: join(folder, 'chromium'),
    args: [...ARGUMENTS, '--headless=shell'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [join(folder, 'al2023/lib'), join(folder, 'lib')].join(':'),
      FONTCONFIG_FILE: fontsOf(folder),
    } as Record<string, string>,
  })
}

/** A bare machine has no fonts, and a Chromium without any breaks off: the shipped ones stand beside those of the machine. */
function fontsOf(folder: string): string {
  const file = join(folder, 'fonts-here.conf')
  const dirs = [join(folder, 'fonts'), '/usr/share/fonts'].map((path) => `<dir>${path}</dir>`).join('')
  const cache = `<cachedir>${join(folder, 'fonts-cache')}</cachedir>`
  if (!existsSync(file)) writeFileSync(file, `<?xml version="1.0"?><fontconfig>${dirs}${cache}</fontconfig>`)
  return file
}

async function unpackShipped(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const bin = [dirname(entry), dirname(dirname(entry)), dirname(dirname(dirname(entry)))]
    .map((base) => join(base, 'bin'))
    .find((path) => existsSync(join(path, 'chromium.br')))
  if (!bin) throw new Error('No Chromium found: set CHROMIUM_PATH or run npm ci again.')
  const folder = join(machineFolder, 'siks-ng-chromium-153')
  if (existsSync(join(folder, 'chromium'))) return folder
  const unfinished = `${folder}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  for (const archive of ['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br']) {
    if (!existsSync(join(bin, archive))) continue
    const tar = join(unfinished, archive.replace('.br', ''))
    await pipeline(createReadStream(join(bin, archive)), createBrotliDecompress(), createWriteStream(tar))
    execFileSync('tar', ['-xf', tar, '-C', unfinished])
    rmSync(tar)
  }
  await pipeline(
    createReadStream(join(bin, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(join(unfinished, 'chromium')),
  )
  chmodSync(join(unfinished, 'chromium'), 0o755)
  renameSync(unfinished, folder)
  return folder
}
