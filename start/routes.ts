import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const Home = () => import('#controllers/home_controller')
const Pages = () => import('#controllers/pages_controller')
const Session = () => import('#controllers/session_controller')
const Password = () => import('#controllers/password_controller')
const Jobs = () => import('#controllers/jobs_controller')

router.get('/', [Home, 'index']).as('home')
router.get('/panduan', [Pages, 'guide']).as('pages.guide')
router.get('/faq', [Pages, 'faq']).as('pages.faq')

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
  })
  .use(middleware.auth())
