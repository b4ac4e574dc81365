import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const Home = () => import('#controllers/home_controller')
const Pages = () => import('#controllers/pages_controller')
const Session = () => import('#controllers/session_controller')
const Password = () => import('#controllers/password_controller')
const Jobs = () => import('#controllers/jobs_controller')
const Beranda = () => import('#controllers/beranda_controller')
const Profile = () => import('#controllers/profile_controller')
const Files = () => import('#controllers/files_controller')
const Secrets = () => import('#controllers/secrets_controller')
const PublicVerification = () => import('#controllers/public_verification_controller')

router.get('/', [Home, 'index']).as('home')
router.get('/panduan', [Pages, 'guide']).as('pages.guide')
router.get('/faq', [Pages, 'faq']).as('pages.faq')

router.get('/verifikasi', [PublicVerification, 'index']).as('verification.index')
router.get('/verifikasi/:code', [PublicVerification, 'show']).as('verification.show')

router.get('/masuk', [Session, 'show']).as('session.show').use(middleware.guest())
router.post('/masuk', [Session, 'store']).as('session.store').use(middleware.guest())
router.post('/bahasa', [Session, 'locale']).as('session.locale')

router
  .group(() => {
    router.post('/keluar', [Session, 'destroy']).as('session.destroy')
    router.get('/kata-sandi', [Password, 'show']).as('password.show')
    router.post('/kata-sandi', [Password, 'update']).as('password.update')

    router.get('/pekerjaan/:id.json', [Jobs, 'show']).as('jobs.show')
    router.post('/pekerjaan/:id/batal', [Jobs, 'cancel']).as('jobs.cancel')

    router.get('/beranda', [Beranda, 'show']).as('beranda')
    router.get('/profil', [Profile, 'show']).as('profile.show')
    router.post('/profil', [Profile, 'store']).as('profile.store')
    router.get('/profil/contoh-nomor.json', [Profile, 'number']).as('profile.number')
    router.get('/berkas/:id', [Files, 'show']).as('files.show')
    router
      .post('/rahasia/buka', [Secrets, 'store'])
      .as('secrets.store')
      .use(middleware.can({ permission: 'core.reveal' }))
  })
  .use(middleware.auth())
