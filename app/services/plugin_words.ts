import type { I18n } from '@adonisjs/i18n'
import type { Permission } from '#kernel/permissions'

/** The name of a module in the reader's language: that of its catalogue, else that of its manifest. */
export function titleOf({ name, title }: { name: string; title: string }, i18n: I18n): string {
  return i18n.t(`${name}.menu.title`, undefined, title)
}

/** What a right allows, in the reader's language. */
export function rightOf({ key, title }: Permission, i18n: I18n): string {
  const [owner, right] = key.split('.')
  return i18n.t(`${owner === 'core' ? 'users' : owner}.right.${right}`, undefined, title)
}
