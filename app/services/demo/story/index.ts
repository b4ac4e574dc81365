import { comparisonsKept } from './comparisons.js'
import { currentEdition, currentPeriod } from './current_period.js'
import { cycleDesk } from './cycle_desk.js'
import { desksAtWork } from './desk.js'
import { earlierEdition, earlierPeriodEnds, earlierWork } from './earlier_period.js'
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

/** Steps that follow each other, and those told beside them meanwhile by a second process: neither needs what the other does. */
export interface StoryPart {
  here: readonly StoryStep[]
  aside?: readonly StoryStep[]
}

/** The story of the demonstration. Each part begins where both sides of the one before have ended. */
export const PARTS: readonly StoryPart[] = [
  {
    here: [
      {
        title: 'akun dan profil',
        run: async () => {
          await makeAccounts()
          await makeProfile(MAGELANG)
          await makeProfile(GUNUNGKIDUL)
        },
      },
      { title: 'pekerjaan modul lain', run: pluginStories },
    ],
  },
  {
    here: [{ title: 'edisi dan periode lalu', run: earlierEdition }],
    aside: [{ title: 'edisi sekarang', run: currentEdition }],
  },
  {
    here: [{ title: 'periode lalu Kota Magelang, sampai surat diterima', run: (story) => earlierWork(story, MAGELANG) }],
    aside: [{ title: 'periode lalu Gunungkidul, sampai surat diterima', run: (story) => earlierWork(story, GUNUNGKIDUL) }],
  },
  {
    here: [
      { title: 'periode lalu ditutup', run: earlierPeriodEnds },
      { title: 'periode sekarang', run: currentPeriod },
    ],
  },
  {
    here: [{ title: 'edisi dan periode modul lain', run: otherModules }],
    aside: [{ title: 'kabupaten/kota lain', run: (story) => othersInBetween(story, 'few') }],
  },
  {
    here: [
      { title: 'Kota Magelang di tengah pekerjaan', run: magelangAtWork },
      { title: 'berita acara musyawarah', run: minutesOfMagelang },
      { title: 'berkas contoh', run: sampleFiles },
      { title: 'perbandingan tersimpan', run: comparisonsKept },
      { title: 'meja data dasar', run: loadsAtTheDesk },
      { title: 'kabupaten/kota lain, separuh', run: (story) => othersInBetween(story, 'half') },
    ],
    aside: [
      { title: 'Gunungkidul menunggu jawaban', run: gunungkidulWaits },
      { title: 'kabupaten/kota lain, sisanya', run: (story) => othersInBetween(story, 'rest') },
    ],
  },
  {
    here: [
      { title: 'meja kementerian dan provinsi', run: desksAtWork },
      { title: 'permohonan, penerusan dan modul', run: cycleDesk },
      { title: 'pekerjaan pada periode modul lain', run: laterStories },
      { title: 'berkas operator modul lain', run: operatorsElsewhere },
      { title: 'kabar bagi modul lain', run: newsElsewhere },
      { title: 'sanggah yang menunggu', run: objectionsOpen },
    ],
    aside: [
      { title: 'surat permohonan sandi', run: resetLetters },
      { title: 'paket latihan', run: practicePackage },
    ],
  },
]

/** All steps in an order in which one process can tell them. */
export const STORY: readonly StoryStep[] = PARTS.flatMap(({ here, aside = [] }) => [...here, ...aside])

/** Tells steps one after the other, and after each how long it took. */
export async function tellSteps(steps: readonly StoryStep[], story: Story): Promise<void> {
  for (const { title, run } of steps) {
    const begun = performance.now()
    await run(story)
    story.tell(`${title} (${Math.round((performance.now() - begun) / 100) / 10} dtk)`)
  }
}
