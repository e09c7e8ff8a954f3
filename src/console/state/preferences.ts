import { effect, signal } from '@preact/signals'

const stored = (name: string) => localStorage.getItem(`scm-emulator-${name}`)
const store = (name: string, value: string) => localStorage.setItem(`scm-emulator-${name}`, value)

/** The page's language: the browser's, until one switches it. */
export const language = signal<'en' | 'zh'>((stored('language') ?? navigator.language).startsWith('zh') ? 'zh' : 'en')

/** Light or dark: the system's, until one switches it. */
export const theme = signal<'light' | 'dark'>(
  (stored('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) as 'light' | 'dark',
)

/** Whether the page is as narrow as a telephone. */
export const isNarrow = signal(false)

const narrow = matchMedia('(max-width: 640px)')
const measure = () => {
  isNarrow.value = narrow.matches
}
narrow.addEventListener('change', measure)
measure()

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
  if (!stored('theme')) theme.value = matches ? 'dark' : 'light'
})

effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
  document.documentElement.dataset.theme = theme.value
})

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh'
  store('language', language.value)
}

export function switchTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark'
  store('theme', theme.value)
}
