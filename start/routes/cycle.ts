import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const Periods = () => import('#controllers/admin/periods_controller')
const PeriodRequests = () => import('#controllers/admin/period_requests_controller')
const Letters = () => import('#controllers/admin/letters_controller')
const LetterFiles = () => import('#controllers/admin/letter_files_controller')
const Judgements = () => import('#controllers/admin/judgements_controller')
const Modules = () => import('#controllers/admin/modules_controller')

router
  .group(() => {
    router.get('/admin/periode', [Periods, 'index']).as('admin.periods')
    router.post('/admin/periode', [Periods, 'store']).as('admin.periods.store')
    router.get('/admin/periode/baru', [Periods, 'create']).as('admin.periods.create')
    router.get('/admin/periode/permohonan', [PeriodRequests, 'index']).as('admin.period_requests')
    router.get('/admin/periode/permohonan/:request', [PeriodRequests, 'show']).as('admin.period_requests.show')
    router.post('/admin/periode/permohonan/:request/kabulkan', [PeriodRequests, 'grant']).as('admin.period_requests.grant')
    router.post('/admin/periode/permohonan/:request/tolak', [PeriodRequests, 'refuse']).as('admin.period_requests.refuse')
    router.get('/admin/periode/:period', [Periods, 'show']).as('admin.periods.show')
    router.post('/admin/periode/:period/perpanjang', [Periods, 'extend']).as('admin.periods.extend')
    router.post('/admin/periode/:period/tutup', [Periods, 'close']).as('admin.periods.close')
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.periods' })])

router
  .group(() => {
    router.get('/admin/pengesahan', [Letters, 'index']).as('admin.letters')
    router.get('/admin/pengesahan/daftar.xlsx', [Letters, 'file']).as('admin.letters.xlsx')
    router.get('/admin/pengesahan/daftar.csv', [Letters, 'file']).as('admin.letters.csv')
    router.get('/admin/pengesahan/:regency/:period', [Letters, 'show']).as('admin.letters.show')
    router.get('/admin/pengesahan/:regency/:period/halaman/:part/:page', [LetterFiles, 'page']).as('admin.letters.page')
    router.get('/admin/pengesahan/:regency/:period/berkas/:part', [LetterFiles, 'download']).as('admin.letters.file')
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.letters_view' })])

router
  .group(() => {
    router.get('/admin/pengesahan/:regency/:period/berikutnya', [Judgements, 'next']).as('admin.letters.next')
    router.post('/admin/pengesahan/:regency/:period/terima', [Judgements, 'accept']).as('admin.letters.accept')
    router.post('/admin/pengesahan/:regency/:period/kembalikan', [Judgements, 'giveBack']).as('admin.letters.return')
    router.post('/admin/pengesahan/:regency/:period/ambil-alih', [Judgements, 'take']).as('admin.letters.take')
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.letters' })])

router
  .post('/admin/pengesahan/:regency/:period/teruskan', [Letters, 'forward'])
  .as('admin.letters.forward')
  .use([middleware.auth(), middleware.can({ permission: 'core.forward' })])

router
  .group(() => {
    router.get('/admin/modul', [Modules, 'index']).as('admin.modules')
    router.get('/admin/modul/cabang/:region', [Modules, 'branch']).as('admin.modules.branch')
    router.get('/admin/modul/:plugin/:region', [Modules, 'show']).as('admin.modules.show')
    router.post('/admin/modul/:plugin/:region', [Modules, 'store']).as('admin.modules.store')
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.switches' })])
