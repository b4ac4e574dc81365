import { defineRoutes, type RouteDefinition } from '#kernel/routes'
import type { VerificationModule } from '#kernel/registry'

const Recap = () => import('#controllers/verification/recap_controller')

/** Pages that the core gives to every verification module. */
export function verificationRoutes(_module: VerificationModule): RouteDefinition[] {
  return defineRoutes((route) => [route.get('rekapitulasi', [Recap, 'index']).can('view').as('recap')])
}
