// SPDX-License-Identifier: GPL-3.0-or-later
import js from '@eslint/js';

const readonly = (...names) => Object.fromEntries(names.map(name => [name, 'readonly']));
const web = readonly('window', 'document', 'navigator', 'location', 'console', 'setTimeout', 'clearTimeout', 'requestIdleCallback',
  'cancelIdleCallback', 'requestAnimationFrame', 'MutationObserver', 'IntersectionObserver', 'NodeFilter', 'Node', 'Element', 'HTMLElement',
  'ShadowRoot', 'Document', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'crypto', 'Highlight', 'CSS', 'StaticRange', 'Range', 'CSSStyleSheet',
  'performance', 'structuredClone', 'Blob', 'fetch', 'createImageBitmap', 'OffscreenCanvas', 'FileReader', 'Intl', 'AbortController',
  'queueMicrotask', 'btoa', 'atob', 'indexedDB', 'globalThis', 'Event', 'CustomEvent', 'getComputedStyle', 'matchMedia', 'setInterval', 'clearInterval',
  'customElements', 'CSSStyleDeclaration', 'DOMRect', 'Text', 'KeyboardEvent', 'MouseEvent', 'HTMLTemplateElement', 'DOMParser', 'Image');

const rules = {
  ...js.configs.recommended.rules,
  eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error', 'no-implicit-globals': 'off', 'max-lines': ['warn', 400],
  'no-unused-vars': ['error', {argsIgnorePattern: '^_', caughtErrors: 'none'}],
};

export default [
  {ignores: ['build*/**', 'node_modules/**', 'tests/browser/pages/**']},
  {files: ['extension/**/*.js'], languageOptions: {ecmaVersion: 2023, sourceType: 'module', globals: {...web, ...readonly('chrome', 'browser')}}, rules},
  {files: ['extension/content/*.js'], languageOptions: {sourceType: 'script', globals: {decant: 'writable'}}},
  {files: ['tests/**/*.js', '*.js'], languageOptions: {ecmaVersion: 2023, sourceType: 'module',
    globals: {...web, ...readonly('process', 'Buffer', 'chrome', 'browser', 'setImmediate')}}, rules},
];
