// SPDX-License-Identifier: MPL-2.0

// Package reading reads from, and waits for, something remote that is slow, limited and now and then wrong.
//
// It reads a thing once for all callers ([Shared]), collects single questions into batches ([Collector], [Lookup])
// until the whole list is cheaper ([Listing]), lays own writes over what it reads, and looks once more at what an answer
// lacks. It waits until something is so ([Until], [Watch]), settles a write whose answer was lost ([Settle]) and divides a
// request that was refused for its size ([Halving]). A panic in any of its goroutines is an error ([PanicError]).
//
// It knows nothing of what it reads: keys, requests, sizes and which errors are final are parameters.
package reading
