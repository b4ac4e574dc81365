import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import kernel from '@adonisjs/core/services/ace'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface Outcome<T = Record<string, unknown>> {
  code: number
  json: T
  stdout: string
  stderr: string
}

/** Runs a console command as a user does, in a process of its own on the database of this run. */
export async function ace<T = Record<string, unknown>>(...args: string[]): Promise<Outcome<T>> {
  const child = spawn(process.execPath, ['ace.js', ...args], { cwd: ROOT, env: { ...process.env, NODE_ENV: 'test' } })
  const [stdout, stderr, code] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1))),
  ])
  return { code, stdout, stderr, json: args.includes('--json') ? JSON.parse(stdout) : {} }
}

/** The same within this process, for the many cases where the start of a process is not what is tested. */
export async function aceHere<T = Record<string, unknown>>(name: string, ...args: string[]): Promise<Outcome<T>> {
  await kernel.boot()
  const { write } = process.stdout
  let stdout = ''
  process.stdout.write = (chunk: string | Uint8Array) => {
    stdout += String(chunk)
    return true
  }
  try {
    const command = await kernel.exec(name, args)
    return { code: command.exitCode ?? 0, stdout, stderr: '', json: args.includes('--json') ? JSON.parse(stdout) : {} }
  } finally {
    process.stdout.write = write
  }
}

async function read(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}
