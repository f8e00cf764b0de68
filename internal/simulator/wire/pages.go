// SPDX-License-Identifier: MPL-2.0

package wire

// SelfLink is the link of an object to itself.
type SelfLink struct {
	Self string `json:"self"`
}

// Data is an answer with one value.
type Data[T any] struct {
	Data T `json:"data"`
}

// Page is an answer with a page of a list.
type Page[T any] struct {
	Data  []T   `json:"data"`
	Links Links `json:"links"`
}

// Count is an answer with a count.
type Count struct {
	Count int `json:"count"`
}

// Links are the links of a page to itself and to its neighbors.
type Links struct {
	Self string `json:"self,omitempty"`
	Prev string `json:"prev,omitempty"`
	Next string `json:"next,omitempty"`
}
