import { comparisonsKept } from './comparisons.js'
import { currentPeriod } from './current_period.js'
import { cycleDesk } from './cycle_desk.js'
import { desksAtWork } from './desk.js'
import { earlierPeriod } from './earlier_period.js'
import { gunungkidulWaits } from './gunungkidul.js'
import { loadsAtTheDesk } from './loads.js'
import { magelangAtWork, sampleFiles } from './magelang.js'
import { othersInBetween } from './others.js'
import { otherModules } from './other_modules.js'
import { laterStories, pluginStories } from './plugins.js'
import { minutesOfMagelang } from './minutes.js'
import { makeAccounts, makeProfile } from './people.js'
import { objectionsOpen } from './objections.js'
import { newsElsewhere } from './news_elsewhere.js'
import { operatorsElsewhere } from './operators_elsewhere.js'
import { practicePackage } from './practice.js'
import { resetLetters } from './reset_letters.js'
import { GUNUNGKIDUL, MAGELANG, type Story } from './work.js'

export { offerOffline, practiceFolder, PRACTICE_PASSPHRASE } from './practice.js'
export { moveDates } from './move_dates.js'
export { MAGELANG, todayOfStory, type Story } from './work.js'

export interface StoryStep {
  title: string
  run: (story: Story) => Promise<void>
}

/** The story of the demonstration, in its order. */
export const STORY: readonly StoryStep[] = [
  {
    title: 'akun dan profil',
    run: async () => {
      await makeAccounts()
      await makeProfile(MAGELANG)
      await makeProfile(GUNUNGKIDUL)
    },
  },
  { title: 'pekerjaan modul lain', run: pluginStories },
  { title: 'periode lalu, sampai surat diterima', run: earlierPeriod },
  { title: 'edisi dan periode sekarang', run: currentPeriod },
  { title: 'edisi dan periode modul lain', run: otherModules },
  { title: 'Kota Magelang di tengah pekerjaan', run: magelangAtWork },
  { title: 'berita acara musyawarah', run: minutesOfMagelang },
  { title: 'berkas contoh', run: sampleFiles },
  { title: 'Gunungkidul menunggu jawaban', run: gunungkidulWaits },
  { title: 'kabupaten/kota lain', run: othersInBetween },
  { title: 'perbandingan tersimpan', run: comparisonsKept },
  { title: 'meja data dasar', run: loadsAtTheDesk },
  { title: 'meja kementerian dan provinsi', run: desksAtWork },
  { title: 'permohonan, penerusan dan modul', run: cycleDesk },
  { title: 'surat permohonan sandi', run: resetLetters },
  { title: 'pekerjaan pada periode modul lain', run: laterStories },
  { title: 'berkas operator modul lain', run: operatorsElsewhere },
  { title: 'kabar bagi modul lain', run: newsElsewhere },
  { title: 'sanggah yang menunggu', run: objectionsOpen },
  { title: 'paket latihan', run: practicePackage },
]
