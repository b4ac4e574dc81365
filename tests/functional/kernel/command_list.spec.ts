import { readFile, writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import kernel from '@adonisjs/core/services/ace'
import { commandList } from '#tests/support/command_list'

test('docs/commands.md is current (UPDATE_DOCS=1 writes it)', async ({ assert }) => {
  await kernel.boot()
  const file = new URL('../../../docs/commands.md', import.meta.url)
  const text = commandList(kernel)
  if (process.env.UPDATE_DOCS === '1') await writeFile(file, text)
  assert.equal(await readFile(file, 'utf8'), text)
})
