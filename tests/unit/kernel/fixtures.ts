import { PluginError } from '#kernel/errors'
import type { AnyPlugin } from '#kernel/manifest'
import { PluginRegistry } from '#kernel/registry'
import type { VerificationContribution } from '#verification/contribution'
import minimal from '#tests/fixtures/plugins/minimal/plugin'
import survey from '#tests/fixtures/plugins/survey/plugin'
import surveyVerification from '#tests/fixtures/plugins/survey/verification'

export const HOME = 'tests/fixtures/plugins'

/** Boots the given manifests from the folder of fixtures and returns the lines of the error; empty where it boots. */
export async function boot(plugins: Record<string, AnyPlugin>): Promise<string[]> {
  const installed = Object.entries(plugins).map(([folder, plugin]) => [folder, async () => ({ default: plugin })])
  try {
    await new PluginRegistry(HOME).load(Object.fromEntries(installed))
    return []
  } catch (error) {
    if (error instanceof PluginError) return error.message.split('\n')
    throw error
  }
}

/** The smallest plugin, changed in one place. */
export function minimalWith(change: Partial<Record<keyof AnyPlugin, unknown>>): AnyPlugin {
  return { ...minimal, ...change } as AnyPlugin
}

/** Boots the smallest verification module with a contribution changed in one place. */
export function bootSurvey(
  change: (contribution: VerificationContribution) => Partial<VerificationContribution>,
): Promise<string[]> {
  const contribution = { ...surveyVerification, ...change(surveyVerification) }
  return boot({ survey: { ...survey, verification: async () => ({ default: contribution }) } })
}
