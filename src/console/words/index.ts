import { computed, effect, signal } from '@preact/signals'
import { language } from '../state/preferences.ts'
import type { Words } from './en.ts'

/** A visitor reads one language, so only that one is loaded. */
const LOADED = {
  en: async (): Promise<Words> => (await import('./en.ts')).en,
  zh: async (): Promise<Words> => (await import('./zh.ts')).zh,
}

const current = signal<Words | null>(null)

/** Whether there are words to show anything with. */
export const isReadable = computed(() => current.value !== null)

/** The texts of the page's language. They stay in the old one until the new one is here. */
export const words = computed(() => current.value as Words)

effect(() => {
  const wanted = language.value
  LOADED[wanted]().then((found) => {
    if (language.peek() === wanted) current.value = found
  })
})
