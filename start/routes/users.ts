import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const SessionHelp = () => import('#controllers/session_help_controller')
const Users = () => import('#controllers/admin/users_controller')
const User = () => import('#controllers/admin/user_controller')
const UsersImport = () => import('#controllers/admin/users_import_controller')
const Permissions = () => import('#controllers/admin/permissions_controller')
const Resets = () => import('#controllers/admin/resets_controller')
const Reset = () => import('#controllers/admin/reset_controller')

router.get('/masuk/bantuan', [SessionHelp, 'show']).as('session_help.show')
router.post('/masuk/bantuan', [SessionHelp, 'store']).as('session_help.store')
router.get('/masuk/bantuan/cari', [SessionHelp, 'find']).as('session_help.find')
router.get('/masuk/bantuan/:receipt', [SessionHelp, 'state']).as('session_help.state')

router
  .group(() => {
    router.get('/admin/pengguna', [Users, 'index']).as('admin.users')
    router.get('/admin/pengguna.csv', [Users, 'table']).as('admin.users.csv')
    router.post('/admin/pengguna', [Users, 'store']).as('admin.users.store')
    router.get('/admin/pengguna/baru', [Users, 'create']).as('admin.users.create')
    router.get('/admin/pengguna/hak', [Permissions, 'show']).as('admin.users.rights')
    router.get('/admin/pengguna/impor', [UsersImport, 'show']).as('admin.users.import')
    router.get('/admin/pengguna/impor/contoh.csv', [UsersImport, 'sample']).as('admin.users.import.sample')
    router.post('/admin/pengguna/impor/periksa', [UsersImport, 'check']).as('admin.users.import.check')
    router.post('/admin/pengguna/impor', [UsersImport, 'store']).as('admin.users.import.store')
    router.get('/admin/pengguna/:id', [User, 'show']).as('admin.user')
    router.post('/admin/pengguna/:id', [User, 'update']).as('admin.user.update')
    router.get('/admin/pengguna/:id/ubah', [User, 'edit']).as('admin.user.edit')
    router.get('/admin/pengguna/:id/tampilan', [User, 'preview']).as('admin.user.preview')
    router.post('/admin/pengguna/:id/kunci', [User, 'lock']).as('admin.user.lock')
    router.post('/admin/pengguna/:id/buka-kunci', [User, 'unlock']).as('admin.user.unlock')
    router.post('/admin/pengguna/:id/tutup', [User, 'close']).as('admin.user.close')
    router.post('/admin/pengguna/:id/buka', [User, 'reopen']).as('admin.user.reopen')
    router.post('/admin/pengguna/:id/undang', [User, 'invite']).as('admin.user.invite')
    router.post('/admin/pengguna/:id/dua-langkah', [User, 'removeSecondStep']).as('admin.user.second_step')
    router.post('/admin/pengguna/:id/sesi', [User, 'endSession']).as('admin.user.sessions')
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.users' })])

router
  .group(() => {
    router.get('/admin/permohonan-sandi', [Resets, 'index']).as('admin.resets')
    router.post('/admin/permohonan-sandi', [Resets, 'store']).as('admin.resets.store')
    router.get('/admin/permohonan-sandi/baru', [Resets, 'create']).as('admin.resets.create')
    router.get('/admin/permohonan-sandi/:id', [Reset, 'show']).as('admin.reset')
    router.get('/admin/permohonan-sandi/:id/surat', [Reset, 'scan']).as('admin.reset.scan')
    router.get('/admin/permohonan-sandi/:id/halaman/:page', [Reset, 'page']).as('admin.reset.page')
    router.post('/admin/permohonan-sandi/:id/ambil', [Reset, 'take']).as('admin.reset.take')
    router.post('/admin/permohonan-sandi/:id/lepas', [Reset, 'release']).as('admin.reset.release')
    router.post('/admin/permohonan-sandi/:id/periksa', [Reset, 'check']).as('admin.reset.check')
    router.post('/admin/permohonan-sandi/:id/putuskan', [Reset, 'decide']).as('admin.reset.decide')
    router.post('/admin/permohonan-sandi/:id/buka-kunci', [Reset, 'unlock']).as('admin.reset.unlock')
    router.post('/admin/permohonan-sandi/:id/atur-ulang', [Reset, 'reset']).as('admin.reset.reset')
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.resets' })])

router
  .post('/admin/lembar-akun', [Users, 'sheet'])
  .as('admin.sheets')
  .use([middleware.auth(), middleware.can({ permission: 'core.users' })])
