/** Official records of the village meetings (berita acara musdes/muskel), per village and period. */
export { MinutesError, type MinutesErrorCode } from './errors.js'
export {
  MEETINGS,
  meetingOf,
  minutesById,
  minutesByVillage,
  minutesMissing,
  minutesOfVillage,
  type Meeting,
  type Minutes,
  type MinutesVillage,
  type VillageMinutes,
} from './list.js'
export { MOST_PAGES, takeMinutes, withdrawMinutes, type GivenMinutes } from './take.js'
