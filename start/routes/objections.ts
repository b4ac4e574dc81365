import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const Objections = () => import('#controllers/objections_controller')

router
  .group(() => {
    router.get('/', [Objections, 'index']).as('objections.index')
    router.get('/baru', [Objections, 'create']).as('objections.create')
    router.post('/', [Objections, 'store']).as('objections.store')
    router.post('/cari', [Objections, 'find']).as('objections.find')
    router.get('/:id', [Objections, 'show']).as('objections.show')
    router.post('/:id/putuskan', [Objections, 'decide']).as('objections.decide')
    router.post('/:id/pulihkan', [Objections, 'restore']).as('objections.restore')
    router.get('/:id/tanda-terima.pdf', [Objections, 'receipt']).as('objections.receipt')
    router.get('/:id/jawaban.pdf', [Objections, 'answer']).as('objections.answer')
    router.get('/:id/pindaian', [Objections, 'scan']).as('objections.scan')
  })
  .prefix('/sanggah')
  .use([middleware.auth(), middleware.can({ permission: 'core.objections' })])
