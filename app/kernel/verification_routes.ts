import { defineRoutes, type RouteDefinition } from '#kernel/routes'
import type { VerificationModule } from '#kernel/registry'

const Recap = () => import('#controllers/verification/recap_controller')
const Finalisation = () => import('#controllers/verification/finalisation_controller')
const Letter = () => import('#controllers/verification/letter_controller')
const Results = () => import('#controllers/verification/results_controller')

/** Pages that the core gives to every verification module. */
export function verificationRoutes(_module: VerificationModule): RouteDefinition[] {
  return defineRoutes((route) => [
    route.get('rekapitulasi', [Recap, 'index']).can('view').as('recap'),
    route.get('finalisasi', [Finalisation, 'index']).can('finalise').as('finalisation'),
    route.post('finalisasi', [Finalisation, 'store']).can('finalise').as('finalisation.store'),
    route.get('surat-pengesahan', [Letter, 'index']).can('finalise').as('letter'),
    route.post('surat-pengesahan', [Letter, 'store']).can('finalise').as('letter.store'),
    route.get('surat-pengesahan/konsep', [Letter, 'preview']).can('finalise').as('letter.preview'),
    route.post('surat-pengesahan/pindai', [Letter, 'upload']).can('finalise').as('letter.upload'),
    route.get('surat-pengesahan/:letter/:part', [Letter, 'show']).can('finalise').as('letter.show'),
    route.get('hasil', [Results, 'index']).can('finalise').as('results'),
    route.get('hasil/:period/:file', [Results, 'show']).can('finalise').as('results.show'),
  ])
}
