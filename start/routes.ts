import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const Home = () => import('#controllers/home_controller')
const Pages = () => import('#controllers/pages_controller')
const Session = () => import('#controllers/session_controller')
const SecondStep = () => import('#controllers/second_step_controller')
const Password = () => import('#controllers/password_controller')
const Jobs = () => import('#controllers/jobs_controller')
const Beranda = () => import('#controllers/beranda_controller')
const Profile = () => import('#controllers/profile_controller')
const Files = () => import('#controllers/files_controller')
const Notifications = () => import('#controllers/notifications_controller')
const Secrets = () => import('#controllers/secrets_controller')
const Imports = () => import('#controllers/imports/imports_controller')
const ImportBatch = () => import('#controllers/imports/batch_controller')
const ImportFile = () => import('#controllers/imports/import_file_controller')
const ImportReport = () => import('#controllers/imports/report_controller')
const ImportHistory = () => import('#controllers/imports/history_controller')
const Uploads = () => import('#controllers/uploads_controller')
const Packages = () => import('#controllers/packages/packages_controller')
const Package = () => import('#controllers/packages/package_controller')
const Passphrase = () => import('#controllers/packages/passphrase_controller')
const PackageArchive = () => import('#controllers/packages/archive_controller')
const PackageReturns = () => import('#controllers/packages/returns_controller')
const PackageRegister = () => import('#controllers/packages/register_controller')
const PublicVerification = () => import('#controllers/public_verification_controller')

router.get('/', [Home, 'index']).as('home')
router.get('/panduan', [Pages, 'guide']).as('pages.guide')
router.get('/faq', [Pages, 'faq']).as('pages.faq')

router.get('/verifikasi', [PublicVerification, 'index']).as('verification.index')
router.get('/verifikasi/:code', [PublicVerification, 'show']).as('verification.show')

router.get('/masuk', [Session, 'show']).as('session.show').use(middleware.guest())
router.post('/masuk', [Session, 'store']).as('session.store').use(middleware.guest())
router.get('/masuk/kode', [Session, 'code']).as('session.code').use(middleware.guest())
router.post('/masuk/kode', [Session, 'enter']).as('session.enter').use(middleware.guest())
router.post('/bahasa', [Session, 'locale']).as('session.locale')

router
  .group(() => {
    router.post('/keluar', [Session, 'destroy']).as('session.destroy')
    router.get('/kata-sandi', [Password, 'show']).as('password.show')
    router.post('/kata-sandi', [Password, 'update']).as('password.update')
    router.get('/dua-langkah', [SecondStep, 'show']).as('second_step.show')
    router.post('/dua-langkah', [SecondStep, 'begin']).as('second_step.begin')
    router.post('/dua-langkah/aktifkan', [SecondStep, 'confirm']).as('second_step.confirm')
    router.post('/dua-langkah/kode-baru', [SecondStep, 'renew']).as('second_step.renew')
    router.post('/dua-langkah/matikan', [SecondStep, 'end']).as('second_step.end')

    router.get('/pekerjaan/:id.json', [Jobs, 'show']).as('jobs.show')
    router
      .post('/pekerjaan/:id/batal', [Jobs, 'cancel'])
      .as('jobs.cancel')
      .use(middleware.can({ permission: 'core.import' }))

    router.get('/beranda', [Beranda, 'show']).as('beranda')
    router.get('/profil', [Profile, 'show']).as('profile.show')
    router.post('/profil', [Profile, 'store']).as('profile.store')
    router.post('/profil/pratinjau.json', [Profile, 'preview']).as('profile.preview')
    router.get('/berkas/:id', [Files, 'show']).as('files.show')
    router.get('/notifikasi', [Notifications, 'index']).as('notifications.index')
    router.post('/notifikasi/dibaca', [Notifications, 'readAll']).as('notifications.read_all')
    router.post('/notifikasi/:id', [Notifications, 'open']).as('notifications.open')
    router
      .post('/rahasia/buka', [Secrets, 'store'])
      .as('secrets.store')
      .use(middleware.can({ permission: 'core.reveal' }))
  })
  .use(middleware.auth())

router
  .group(() => {
    router.get('/import', [Imports, 'index']).as('imports.index')
    router.post('/import', [Imports, 'store']).as('imports.store')
    router.post('/import/ketentuan', [Imports, 'terms']).as('imports.terms')
    router.get('/import/contoh/:id', [Imports, 'sample']).as('imports.sample')
    router.post('/import/:id/terapkan', [ImportBatch, 'applyClean']).as('imports.apply')
    router.post('/import/:id/berkas/:file/terapkan', [ImportFile, 'apply']).as('imports.file.apply')
    router.post('/import/:id/berkas/:file/periksa', [ImportFile, 'check']).as('imports.file.check')
    router.post('/import/:id/berkas/:file/batal', [ImportFile, 'cancel']).as('imports.file.cancel')
    router.get('/import/:id/berkas/:file/urungkan', [ImportFile, 'plan']).as('imports.file.plan')
    router.post('/import/:id/berkas/:file/urungkan', [ImportFile, 'undo']).as('imports.file.undo')
    router.post('/unggahan', [Uploads, 'handle']).as('uploads.create')
    router.route('/unggahan/:upload', ['HEAD', 'PATCH', 'DELETE'], [Uploads, 'handle']).as('uploads.write')
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.import' })])

router
  .group(() => {
    router.get('/import/riwayat', [ImportHistory, 'index']).as('imports.history')
    router.get('/import/:id', [ImportBatch, 'show']).as('imports.show')
    router.get('/import/:id/berkas/:file', [ImportFile, 'show']).as('imports.file')
    router.get('/import/:id/berkas/:file/laporan.xlsx', [ImportReport, 'report']).as('imports.file.report')
    router.get('/import/:id/berkas/:file/laporan.csv', [ImportReport, 'report']).as('imports.file.report.csv')
    router.get('/import/:id/berkas/:file/ditolak.xlsx', [ImportReport, 'rejected']).as('imports.file.rejected')
    router.get('/import/:id/berkas/:file/ditolak.csv', [ImportReport, 'rejected']).as('imports.file.rejected.csv')
    router.get('/import/:id/berkas/:file/tanda-terima.pdf', [ImportReport, 'receipt']).as('imports.file.receipt')
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.import_view' })])

router
  .group(() => {
    router.get('/paket', [Packages, 'index']).as('packages.index')
    router.post('/paket', [Packages, 'store']).as('packages.store')
    router.get('/paket/baru', [Packages, 'create']).as('packages.create')
    router.get('/paket/aplikasi', [Packages, 'application']).as('packages.application')
    router.get('/paket/data', [PackageRegister, 'index']).as('packages.register')
    router.post('/paket/data', [PackageRegister, 'store']).as('packages.register.store')
    router.get('/paket/data/:file', [PackageRegister, 'download']).as('packages.register.download')
    router.get('/paket/berkas-balik', [PackageReturns, 'index']).as('packages.returned')
    router.post('/paket/zip', [Packages, 'archive']).as('packages.archive.store')
    router.get('/paket/zip/:job', [PackageArchive, 'show']).as('packages.archive')
    router.get('/paket/zip/:job/unduh', [PackageArchive, 'download']).as('packages.archive.download')
    router.post('/paket/zip/:job/frasa', [Passphrase, 'revealAll']).as('packages.archive.passphrases')
    router.post('/paket/zip/:job/daftar-frasa', [Passphrase, 'list']).as('packages.archive.list')
    router.get('/paket/:id', [Package, 'show']).as('packages.show')
    router.get('/paket/:id/unduh', [Package, 'download']).as('packages.download')
    router.post('/paket/:id/cabut', [Package, 'revoke']).as('packages.revoke')
    router.post('/paket/:id/frasa', [Passphrase, 'reveal']).as('packages.passphrase')
    router.post('/paket/:id/serah-terima', [Passphrase, 'sheet']).as('packages.sheet')
    router.post('/paket/:id/berkas-balik', [PackageReturns, 'back']).as('packages.back')
    router.get('/paket/:id/pemulihan', [PackageReturns, 'recovery']).as('packages.recovery')
    router.post('/paket/:id/pemulihan', [PackageReturns, 'recover']).as('packages.recover')
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.packages' })])

import './routes/cycle.js'

import './routes/users.js'

import './routes/desk.js'

import './routes/editions.js'

import './routes/map.js'

import './routes/objections.js'
