import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const Announcements = () => import('#controllers/admin/announcements_controller')
const Documents = () => import('#controllers/admin/documents_controller')
const Faq = () => import('#controllers/admin/faq_controller')
const FeedbackDesk = () => import('#controllers/admin/feedback_controller')
const Progress = () => import('#controllers/admin/progress_controller')
const Log = () => import('#controllers/admin/log_controller')
const Trail = () => import('#controllers/admin/trail_controller')
const Offline = () => import('#controllers/admin/offline_controller')
const Health = () => import('#controllers/admin/health_controller')
const Feedback = () => import('#controllers/feedback_controller')
const OfferedDocuments = () => import('#controllers/offered_documents_controller')
const Remarks = () => import('#controllers/remarks_controller')

router
  .group(() => {
    router.get('/masukan', [Feedback, 'index']).as('feedback.index')
    router.post('/masukan', [Feedback, 'store']).as('feedback.store')
    router.get('/masukan/:id', [Feedback, 'show']).as('feedback.show')
    router.get('/masukan/:id/gambar', [Feedback, 'picture']).as('feedback.picture')
    router.get('/dokumen', [OfferedDocuments, 'index']).as('documents.index')
    router.get('/dokumen/:id/unduh', [OfferedDocuments, 'download']).as('documents.download')
    router.get('/catatan', [Remarks, 'index']).as('remarks.index')
    router.post('/catatan/:id/dibaca', [Remarks, 'read']).as('remarks.read')
  })
  .use(middleware.auth())

router
  .group(() => {
    router.get('/', [Announcements, 'index']).as('admin.announcements')
    router.post('/', [Announcements, 'store']).as('admin.announcements.store')
    router.get('/baru', [Announcements, 'create']).as('admin.announcements.create')
    router.get('/dokumen', [Documents, 'index']).as('admin.documents')
    router.post('/dokumen', [Documents, 'store']).as('admin.documents.store')
    router.get('/dokumen/baru', [Documents, 'create']).as('admin.documents.create')
    router.post('/dokumen/:id/tarik', [Documents, 'withdraw']).as('admin.documents.withdraw')
    router.get('/tanya-jawab', [Faq, 'index']).as('admin.faq')
    router.post('/tanya-jawab', [Faq, 'store']).as('admin.faq.store')
    router.get('/tanya-jawab/baru', [Faq, 'create']).as('admin.faq.create')
    router.get('/tanya-jawab/:id', [Faq, 'edit']).as('admin.faq.edit')
    router.post('/tanya-jawab/:id', [Faq, 'update']).as('admin.faq.update')
    router.post('/tanya-jawab/:id/pindah', [Faq, 'move']).as('admin.faq.move')
    router.post('/tanya-jawab/:id/hapus', [Faq, 'remove']).as('admin.faq.remove')
    router.get('/kontak', [Faq, 'contacts']).as('admin.contacts')
    router.post('/kontak', [Faq, 'saveContacts']).as('admin.contacts.store')
    router.get('/:id', [Announcements, 'edit']).as('admin.announcements.edit')
    router.post('/:id', [Announcements, 'update']).as('admin.announcements.update')
    router.post('/:id/tarik', [Announcements, 'withdraw']).as('admin.announcements.withdraw')
  })
  .prefix('/admin/pengumuman')
  .use([middleware.auth(), middleware.can({ permission: 'core.announcements' })])

router
  .group(() => {
    router.get('/', [FeedbackDesk, 'index']).as('admin.feedback')
    router.get('/:id', [FeedbackDesk, 'show']).as('admin.feedback.show')
    router.post('/:id', [FeedbackDesk, 'answer']).as('admin.feedback.answer')
  })
  .prefix('/admin/masukan')
  .use([middleware.auth(), middleware.can({ permission: 'core.announcements' })])

router
  .group(() => {
    router.get('/admin/kemajuan', [Progress, 'index']).as('admin.progress')
    router.get('/admin/kemajuan.xlsx', [Progress, 'workbook']).as('admin.progress.xlsx')
    router.get('/admin/kemajuan.csv', [Progress, 'table']).as('admin.progress.csv')
    router.get('/admin/kemajuan/:regency', [Progress, 'show']).as('admin.progress.show')
    router
      .post('/admin/kemajuan/:regency/catatan', [Progress, 'remark'])
      .as('admin.progress.remark')
      .use(middleware.can({ permission: 'core.remark' }))
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.progress' })])

router
  .group(() => {
    router.get('/admin/log', [Log, 'index']).as('admin.log')
    router.get('/admin/log.csv', [Log, 'table']).as('admin.log.csv')
    router.get('/admin/log/blok', [Log, 'blocks']).as('admin.log.blocks')
    router.post('/admin/log/blok', [Log, 'check']).as('admin.log.check')
    router.get('/admin/jejak-surat', [Trail, 'index']).as('admin.trail')
    router.get('/admin/jejak-surat/:id', [Trail, 'show']).as('admin.trail.show')
    router.get('/admin/jejak-surat/:id/cetak', [Trail, 'print']).as('admin.trail.print')
  })
  .use([middleware.auth(), middleware.can({ permission: 'core.log' })])

router
  .group(() => {
    router.get('/', [Offline, 'index']).as('admin.offline')
    router.post('/', [Offline, 'store']).as('admin.offline.store')
    router.get('/terbitkan', [Offline, 'create']).as('admin.offline.create')
    router.get('/:version', [Offline, 'show']).as('admin.offline.show')
    router.post('/:version/terendah', [Offline, 'minimum']).as('admin.offline.minimum')
    router.post('/:version/tarik', [Offline, 'withdraw']).as('admin.offline.withdraw')
  })
  .prefix('/admin/aplikasi')
  .use([middleware.auth(), middleware.can({ permission: 'core.offline' })])

router
  .group(() => {
    router.get('/', [Health, 'index']).as('admin.health')
    router.post('/pekerjaan/:id/ulangi', [Health, 'retry']).as('admin.health.retry')
    router.post('/pekerjaan/:id/abaikan', [Health, 'dismiss']).as('admin.health.dismiss')
  })
  .prefix('/admin/kesehatan')
  .use([middleware.auth(), middleware.can({ permission: 'core.health' })])
