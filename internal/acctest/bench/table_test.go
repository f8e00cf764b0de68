// SPDX-License-Identifier: MPL-2.0

package bench_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/bench"
)

func TestTable(t *testing.T) {
	t.Parallel()
	table := bench.Table(time.Second, []bench.Row{
		{Scenario: "a", Objects: 1000, Requests: 21, Floor: 10, Wall: 3 * time.Second, Builtin: 2 * time.Second, Processor: 2 * time.Second, Resident: 50 << 20, Naive: 2 * time.Second, NaiveRequests: 1000},
		{Scenario: "a", Objects: 10_000, Requests: 201, Floor: 100, Wall: 30 * time.Second, Builtin: 20 * time.Second, Processor: 12 * time.Second, Resident: 90 << 20},
		{Scenario: "b", Requests: 0, Wall: time.Second},
	})
	var cells [][]string
	for line := range strings.Lines(table) {
		fields := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		cells = append(cells, fields)
	}
	require.Len(t, cells, 5)
	assert.Equal(t, []string{"a", "1000", "21", "10", "2.1×", "3.00 s", "1.5×", "2.00 s", "50 MiB", "–", "1000", "2.00 s"}, cells[2])
	assert.Equal(t, []string{"a", "10000", "201", "100", "2.0×", "30.00 s", "1.5×", "12.00 s", "90 MiB", "11.0× for 10×", "–", "–"}, cells[3])
	assert.Equal(t, []string{"b", "0", "0", "0", "–", "1.00 s", "–", "0.00 s", "0 MiB", "–", "–", "–"}, cells[4])
}
