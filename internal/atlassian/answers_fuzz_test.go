// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"bytes"
	"context"
	"encoding/json"
	"hash/fnv"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// seedAnswers are answers by their operations, one for each operation.
func seedAnswers(t testing.TB) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/answers.txt")
	require.NoError(t, err)
	seeds := make(map[string]string)
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			id, body, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			seeds[id] = body
		}
	}
	return seeds
}

// The answers of every operation are fuzzed, also those of an operation that is new.
func TestEveryAnswerIsFuzzed(t *testing.T) {
	t.Parallel()
	seeds := seedAnswers(t)
	require.ElementsMatch(t, slices.Collect(maps.Keys(methods)), slices.Collect(maps.Keys(seeds)), "testdata/answers.txt: one answer for each operation")
	for _, operation := range atlassian.Operations() {
		body := seeds[operation.ID]
		if !operation.Empty && !operation.Guessed && operation.ID != "deletePolicyResource" { // which answers 204
			require.NotEmpty(t, body, "testdata/answers.txt: %s", operation.ID)
		}
		if !slices.Contains([]string{"updateUserInstallationRules", "appInstallationTask"}, operation.ID) { // whose answers are refusals
			require.NoError(t, answered(t, operation, []byte(body)).err, operation.ID)
		}
	}
}

type outcome struct {
	result any
	err    error
}

// answered is the outcome of an operation that is answered with a body, over and over.
func answered(t *testing.T, operation atlassian.Operation, body []byte) outcome {
	t.Helper()
	code := 200
	if operation.Success != 0 {
		code = operation.Success
	}
	client := newClient(t, &wire{answers: []answerFunc{status(code, string(body))}}, func(c *atlassian.Config) { c.MaxRetries = 0 })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	result, err := methods[operation.ID](ctx, client)
	return outcome{result, err}
}

// byAnyID is an operation, whatever the text.
func byAnyID(id string) atlassian.Operation {
	if operation, ok := atlassian.OperationByID(id); ok {
		return operation
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(id)) // it never fails
	all := atlassian.Operations()
	return all[int(hash.Sum32()%uint32(len(all)))] //nolint:gosec // there are not that many
}

// Whatever the body of an answer is, it is decoded, always in the same way, or refused in one short line that names the operation. What a
// result says, the answer says. A list is empty only if the answer has an empty list. A field that the client does not know changes
// nothing.
func FuzzAnswers(f *testing.F) {
	for id, body := range seedAnswers(f) {
		f.Add(id, []byte(body))
	}
	for _, body := range []string{``, `null`, `{}`, `[]`, `{"data":null}`, `{"data":[]}`, `{"data":[null]}`, `{"data":{}}`, `"x"`, `-1`, `{"errors":[{"message":"no"}]}`, "<html>", "\xff"} {
		f.Add("getOrgById", []byte(body))
		f.Add("searchDirectoryUsers", []byte(body))
	}
	f.Fuzz(func(t *testing.T, id string, body []byte) {
		operation := byAnyID(id)
		got := answered(t, operation, body)
		if again := answered(t, operation, body); !reflect.DeepEqual(got.result, again.result) || (got.err == nil) != (again.err == nil) {
			t.Fatalf("%s: %+v and %v at first, then %+v and %v", operation.ID, got.result, got.err, again.result, again.err)
		} else if got.err != nil {
			require.Equal(t, withoutHost(got.err), withoutHost(again.err))
		}
		if got.err != nil {
			spoken.InOneLine(t, got.err.Error(), 3000)
			if got.result != any(atlassian.AppTaskFailed) { // of which the error is the reason
				require.Contains(t, got.err.Error(), operation.ID)
			}
			return
		}
		for _, one := range leavesOfResult(got.result) {
			require.True(t, isSaid(one, body), "%s: the result says that %s, and the answer %s does not", operation.ID, one, body)
		}
		if list := reflect.ValueOf(got.result); list.IsValid() && list.Kind() == reflect.Slice && list.Len() == 0 {
			require.Contains(t, compacted(t, body), "[]", "%s: no list of the answer is empty", operation.ID)
		}
		if longer, ok := withField(body); ok && operation.ID != "getAddonPrivacyAndSecurity" { // whose result is the answer
			with := answered(t, operation, longer)
			require.NoError(t, with.err, "%s: %s", operation.ID, longer)
			require.Equal(t, got.result, with.result, "%s: %s", operation.ID, longer)
		}
	})
}

// withoutHost is the text of an error without the name of the host, which is another one for each wire.
func withoutHost(err error) string { return hostNumber.ReplaceAllString(err.Error(), "host") }

// isSaid reports whether an answer says what a result says: in a text, a number, or the time that it spells.
func isSaid(one leaf, body []byte) bool {
	field := one.path[strings.LastIndexByte(one.path, '.')+1:]
	switch {
	case one.path == "" && textOf(string(body)) == one.text: // a count, or the answer itself
		return true
	case slices.Contains([]string{"Raw", "Attributes", "Mentions", "Framework", "Rule"}, field): // JSON, in part written anew, or a word of ours
		return true
	case one.text == "true", one.text == "false": // not every answer has it in so many words
		return true
	case strings.Contains(string(body), one.text):
		return true
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		var text string
		switch token := token.(type) {
		case string:
			text = token
		case json.Number:
			text = token.String()
		default:
			continue
		}
		if strings.Contains(text, one.text) || textOf(text) == one.text || sameTime(text, one.text) || sameNumber(text, one.text) {
			return true
		}
	}
}

func compacted(t *testing.T, body []byte) string {
	t.Helper()
	var text bytes.Buffer
	require.NoError(t, json.Compact(&text, body))
	return text.String()
}

// withField is an object with one more field, or no object.
func withField(body []byte) ([]byte, bool) {
	trimmed := bytes.TrimSpace(body)
	if len(trimmed) < 3 || trimmed[0] != '{' || !json.Valid(trimmed) || bytes.Equal(bytes.TrimSpace(trimmed[1:len(trimmed)-1]), nil) {
		return nil, false
	}
	return append(slices.Clone(trimmed[:len(trimmed)-1]), `,"unheardOf":7}`...), true
}
