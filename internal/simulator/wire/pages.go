// SPDX-License-Identifier: MPL-2.0

package wire

type SelfLink struct {
	Self string `json:"self"`
}

type Data[T any] struct {
	Data T `json:"data"`
}

type Page[T any] struct {
	Data  []T   `json:"data"`
	Links Links `json:"links"`
}

type Count struct {
	Count int `json:"count"`
}

type Links struct {
	Self string `json:"self,omitempty"`
	Prev string `json:"prev,omitempty"`
	Next string `json:"next,omitempty"`
}
