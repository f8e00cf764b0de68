// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"sync"
	"testing"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/relay"
)

// answers are one answer of each operation that any check reads, to take the place of others.
type answers struct {
	once sync.Once
	list []relay.Exchange
}

func newAnswers() *answers { return &answers{} }

func (a *answers) all(*testing.T) []relay.Exchange {
	a.once.Do(func() {})
	return a.list
}
