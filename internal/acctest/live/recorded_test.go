// SPDX-License-Identifier: MPL-2.0

package live_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httputil"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// baselineVariable names an empty folder, into which the simulator is recorded for a comparison.
const baselineVariable = "ATLASSIAN_LIVE_BASELINE"

// recorded reads a simulated organization as if it were a real one, and records it.
func recorded(t *testing.T, org *simulated.Organization, folder string) []recording.Fixture {
	t.Helper()
	target := opened(org)
	front := target.Open(t, recording.ReadOnly, folder)
	live.Read(t, target, front.URL)
	_, err := live.Ask(t.Context(), target, front.URL)
	require.NoError(t, err)
	require.NoError(t, front.Recorder.Err())
	fixtures, err := recording.Load(folder)
	require.NoError(t, err)
	require.Len(t, fixtures, front.Recorder.Count())
	return fixtures
}

// baseline is what the simulator says. The first test that needs it records it.
var baseline struct {
	sync.Mutex
	fixtures []recording.Fixture
}

// baselineFolder is where the simulator is recorded.
func baselineFolder(t *testing.T) string {
	t.Helper()
	return cmp.Or(os.Getenv(baselineVariable), t.TempDir())
}

// companies are those that are recorded: more of them for a comparison than for the tests.
func companies() map[string]simulator.Organization {
	if os.Getenv(baselineVariable) == "" {
		return map[string]simulator.Organization{"furnished": furnished()}
	}
	small, sloppy := simulator.SmallCompany(), simulator.SloppyCompany(time.Now())
	small.DataSecurityPublish, sloppy.DataSecurityPublish = true, true // the kit asks for what these operations say
	return map[string]simulator.Organization{"furnished": furnished(), "small": small, "sloppy": sloppy}
}

// simulatedAnswers are what the simulator says of several companies, in both forms that it knows.
func simulatedAnswers(t *testing.T) []recording.Fixture {
	t.Helper()
	baseline.Lock()
	defer baseline.Unlock()
	if baseline.fixtures != nil {
		return baseline.fixtures
	}
	folder := baselineFolder(t)
	var all []recording.Fixture
	for form, option := range map[string]simulated.Option{"documented": simulated.AsDocumented(), "live": simulated.WithLiveForms()} {
		for name, company := range companies() {
			org := simulated.Start(t, simulated.WithStart(company), option)
			all = append(all, recorded(t, org, filepath.Join(folder, form+"-"+name))...)
		}
	}
	baseline.fixtures = all
	return all
}

// TestBaseline records the simulator: `make live-compare` compares a recording with it.
func TestBaseline(t *testing.T) {
	t.Parallel()
	fixtures := simulatedAnswers(t)
	assert.NotEmpty(t, fixtures)
	compared := recording.Compare(fixtures, fixtures)
	assert.Empty(t, compared.Differences, "a recording differs from itself")
	assert.Empty(t, compared.Uncompared)
}

// Whatever the documents refuse of a recording is an artefact of the redaction: the simulator keeps to them.
func TestRedactedAnswersKeepTheContract(t *testing.T) {
	t.Parallel()
	folder := os.Getenv(contract.FolderVariable)
	if folder == "" {
		t.Skip(contract.FolderVariable + " is not set")
	}
	documents, err := contract.Load(t.Context(), folder)
	require.NoError(t, err)
	violations, err := recording.Violations(t.Context(), documents, simulatedAnswers(t))
	require.NoError(t, err)
	assert.Empty(t, violations)
}

// TestNothingSurvives records an organization, and looks for every text that it said in what was written.
func TestNothingSurvives(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(furnished()))
	var mu sync.Mutex
	said := make(map[string]bool)
	given := org.Credentials
	for _, text := range []string{given.APIKey, given.UserAPIToken, given.UserEmail, given.OrganizationID, given.DirectoryID} {
		said[text] = true
	}
	behind := org.Behind(t, func(proxy *httputil.ReverseProxy) http.Handler {
		proxy.ModifyResponse = func(answer *http.Response) error {
			text, err := io.ReadAll(answer.Body)
			answer.Body = io.NopCloser(bytes.NewReader(text))
			var body any
			if err == nil && json.Unmarshal(text, &body) == nil {
				mu.Lock()
				defer mu.Unlock()
				texts(body, said)
			}
			return err
		}
		return proxy
	})
	folder := t.TempDir()
	recorded(t, behind, folder)
	require.Greater(t, len(said), 200, "the organization says much")
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	require.NoError(t, err)
	for _, file := range files {
		written, err := os.ReadFile(file)
		require.NoError(t, err)
		for one := range said {
			there := bytes.Contains(bytes.ToLower(written), []byte(strings.ToLower(one)))
			if singleWord.MatchString(one) { // a part of a name of a field, perhaps
				there = bytes.Contains(written, []byte(strconv.Quote(one)))
			}
			assert.False(t, there, "%s has %q", filepath.Base(file), one)
		}
	}
}

// ofAtlassian are the texts that a recording keeps: roles, scopes, codes and reasons.
var ofAtlassian = regexp.MustCompile(`^(atlassian/[a-z-]+|[a-z]+:[a-z-]+(:[a-z-]+)*|ADMIN-\d+-\d+|\d{3}|(administrative|authPolicy)\.[a-zA-Z]+)$`)

var singleWord = regexp.MustCompile(`^[A-Za-z]+$`)

// texts gathers all texts of an answer that are more than a word, and the ones that people give to things.
func texts(value any, into map[string]bool, name ...string) {
	switch value := value.(type) {
	case map[string]any:
		for key, one := range value {
			texts(one, into, key)
		}
	case []any:
		for _, one := range value {
			texts(one, into, name...)
		}
	case string:
		named := len(name) > 0 && regexp.MustCompile(`(?i)(name|label|title|description)$`).MatchString(name[0]) && len(value) > 5
		if (named || strings.ContainsAny(value, " @.:/0123456789") && len(value) > 2) && !ofAtlassian.MatchString(value) {
			into[value] = true
		}
	}
}
