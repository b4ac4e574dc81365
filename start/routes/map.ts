import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const Map = () => import('#controllers/map_controller')
const Shapes = () => import('#controllers/admin/shapes_controller')

router
  .group(() => {
    router.get('/peta', [Map, 'index']).as('map')
    router.get('/peta/unduh.csv', [Map, 'table']).as('map.csv')
    router.get('/peta/titik', [Map, 'points']).as('map.points')
    router.get('/peta/titik/di', [Map, 'spot']).as('map.spot')
    router.get('/peta/bentuk/:code/:level.json', [Map, 'boundaries']).as('map.boundaries')
  })
  .use(middleware.auth())

router
  .group(() => {
    router.get('/', [Shapes, 'index']).as('admin.shapes')
    router.post('/', [Shapes, 'store']).as('admin.shapes.store')
    router.route('/unggahan', ['POST'], [Shapes, 'upload']).as('admin.shapes.upload')
    router.route('/unggahan/:upload', ['HEAD', 'PATCH', 'DELETE'], [Shapes, 'upload']).as('admin.shapes.upload.write')
    router.post('/:id/tetapkan', [Shapes, 'confirm']).as('admin.shapes.confirm')
    router.post('/berkas/:id/letak', [Shapes, 'confirmPlaces']).as('admin.shapes.places')
    router.post('/:id/tolak', [Shapes, 'reject']).as('admin.shapes.reject')
  })
  .prefix('/admin/peta')
  .use([middleware.auth(), middleware.can({ permission: 'core.maps' })])
