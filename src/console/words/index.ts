import { computed } from '@preact/signals'
import { language } from '../state/preferences.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** The shape of a language's texts: as English has them. A text that is missing, or too much, does not compile. */
export type Words = typeof en

/** The texts of the page's language. */
export const words = computed<Words>(() => (language.value === 'zh' ? zh : en))
