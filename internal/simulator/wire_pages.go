// SPDX-License-Identifier: MPL-2.0

package simulator

type wireSelf struct {
	Self string `json:"self"`
}

type wireData[T any] struct {
	Data T `json:"data"`
}

type wirePage[T any] struct {
	Data  []T       `json:"data"`
	Links wireLinks `json:"links"`
}

type wireCount struct {
	Count int `json:"count"`
}

type wireLinks struct {
	Self string `json:"self,omitempty"`
	Prev string `json:"prev,omitempty"`
	Next string `json:"next,omitempty"`
}
