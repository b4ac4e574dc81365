import router from '@adonisjs/core/services/router'

router.get('/', ({ view }) => view.render('pages/home')).as('home')
