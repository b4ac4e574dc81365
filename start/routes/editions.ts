import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const Loads = () => import('#controllers/admin/loads_controller')
const Load = () => import('#controllers/admin/load_controller')
const Editions = () => import('#controllers/admin/editions_controller')

router
  .group(() => {
    router.get('/', [Loads, 'index']).as('loads')
    router.post('/', [Loads, 'store']).as('loads.store')
    router.get('/baru', [Loads, 'create']).as('loads.create')
    router.get('/contoh/:kind', [Loads, 'template']).as('loads.template')
    router.post('/unggahan', [Loads, 'upload']).as('loads.upload')
    router.route('/unggahan/:upload', ['HEAD', 'PATCH', 'DELETE'], [Loads, 'upload']).as('loads.upload.write')

    router.get('/edisi/baru/:module', [Editions, 'create']).as('editions.create')
    router.post('/edisi/baru/:module', [Editions, 'store']).as('editions.store')
    router.get('/edisi/:id', [Editions, 'show']).as('editions.show')
    router.get('/edisi/:id/perbandingan.csv', [Editions, 'changes']).as('editions.changes')
    router.post('/edisi/:id/terbitkan', [Editions, 'publish']).as('editions.publish')
    router.post('/edisi/:id/kosongkan', [Editions, 'empty']).as('editions.empty')

    router.get('/:id', [Load, 'show']).as('loads.show')
    router.post('/:id/periksa', [Load, 'check']).as('loads.check')
    router.post('/:id/muat', [Load, 'apply']).as('loads.apply')
    router.post('/:id/hentikan', [Load, 'stop']).as('loads.stop')
    router.post('/:id/batal', [Load, 'cancel']).as('loads.cancel')
    router.get('/:id/tarik', [Load, 'before']).as('loads.take_back')
    router.post('/:id/tarik', [Load, 'takeBack']).as('loads.take_back.ask')
    router.get('/:id/ditolak', [Load, 'rejected']).as('loads.rejected')
    router.get('/:id/ditolak/:part/baris.xlsx', [Load, 'download']).as('loads.rejected.xlsx')
    router.get('/:id/ditolak/:part/baris.csv', [Load, 'download']).as('loads.rejected.csv')
  })
  .prefix('/admin/data')
  .as('admin')
  .use([middleware.auth(), middleware.can({ permission: 'core.editions' })])
