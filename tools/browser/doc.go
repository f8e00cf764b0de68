// SPDX-License-Identifier: MPL-2.0

// Package browser opens what examples write for people, and the page of the simulator, in a headless Chromium. It is a module of its own, so that the
// provider's module graph has no browser in it; `make test-browser` runs it.
package browser
