// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/admin"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/apiaccess"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/backup"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/console"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/control"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/dlp"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/gateway"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/marketplace"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/page"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/usermanagement"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// Options are the settings of a simulator.
type Options struct {
	// Organization is the state to start with.
	Organization world.Organization
	// Latency is how long every answer takes.
	Latency time.Duration
	// Lag is how long searches, counts and role assignments lag behind the
	// truth, and how long tasks take.
	Lag time.Duration
	// EventLag is how much later than it happened the audit log shows an event.
	EventLag time.Duration
	// RateLimit is how many requests a minute the API accepts. 0 means no
	// limit. With a limit, the audit log also has its own.
	RateLimit int
	// RateLimitReset is the precision of the X-RateLimit-Reset header:
	// ResetMinute (the default), ResetSecond or ResetNone.
	RateLimitReset wire.ResetPrecision
	// LiveForms gives answers the nulls and additional fields that live answers
	// have, although the documents forbid them.
	LiveForms bool
	// GroupUpdate serves PATCH …/groups/{groupId}, which renames a group and
	// changes its description. Unverified: Atlassian has such an operation
	// since November 2026, but its method, path and body could not be read.
	// Therefore it is off by default.
	GroupUpdate bool
	// Now is the clock. Nil means the clock of the machine. A test that sets
	// the time need not wait for a lag or a rate limit.
	Now func() time.Time
}

// Credentials are what a client needs.
type Credentials struct {
	OrganizationID string
	DirectoryID    string
	APIKey         string
	UserEmail      string
	UserAPIToken   string
}

// Simulator is an organization in memory. It is safe for concurrent use.
type Simulator struct {
	*world.World
	*wire.Server

	handler http.Handler
}

// New starts an organization.
func New(opts Options) (*Simulator, error) {
	if opts.Latency < 0 || opts.Lag < 0 || opts.EventLag < 0 || opts.RateLimit < 0 {
		return nil, errors.New("latency, lags and rate limit must not be negative")
	}

	if err := opts.RateLimitReset.Check(); err != nil {
		return nil, err
	}

	if opts.Now == nil {
		opts.Now = time.Now
	}

	opts.Organization.GroupUpdate = opts.Organization.GroupUpdate || opts.GroupUpdate

	organization, err := world.New(opts.Organization, opts.Lag, opts.Now)
	if err != nil {
		return nil, err
	}

	organization.LagEvents(opts.EventLag)

	s := &Simulator{World: organization, Server: wire.NewServer(serving(opts, organization))}
	s.handler = onLoopback(fromOurOrigin(controlBeside(s.Routes(), page.New(s.World, s.Server, console.New(s.World, s.Server)))))

	return s, nil
}

// operations joins the tables of the APIs: one line for each.
func operations(w *world.World) []*wire.Operation {
	return slices.Concat(
		admin.Operations(w),
		control.Operations(w),
		usermanagement.Operations(w),
		apiaccess.Operations(w),
		dlp.Operations(w),
		backup.Operations(w),
		gateway.Operations(w),
		marketplace.Operations(w),
	)
}

// serving are the settings of the server of an organization.
func serving(opts Options, w *world.World) wire.Options {
	serving := wire.Options{
		Operations: operations(w), Latency: opts.Latency, RateLimit: opts.RateLimit, RateLimitReset: opts.RateLimitReset, Live: opts.LiveForms, Now: opts.Now,
	}

	w.Do(func(_ time.Time, s *world.State) {
		serving.Key = wire.Key{Value: s.Key.Value, Scopes: s.Key.Scopes, RefuseUnscopedWrites: s.Key.RefuseUnscopedWrites, Revoked: w.IsKeyRevoked}
		serving.Person = wire.Person{Email: s.UserToken.Email, Token: s.UserToken.Value, Revoked: w.IsTokenRevoked}
	})

	return serving
}

// controlBeside routes requests below /_simulator/ to the page and the control
// surface, and all others to Atlassian's APIs.
func controlBeside(atlassian, surface http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, console.Prefix) || page.Serves(r.URL.Path) {
			surface.ServeHTTP(w, r)

			return
		}

		atlassian.ServeHTTP(w, r)
	})
}

// Handler serves Atlassian's APIs, and the page and the control surface below
// /_simulator/.
func (s *Simulator) Handler() http.Handler { return s.handler }

// Credentials returns what a client needs.
func (s *Simulator) Credentials() Credentials {
	var given Credentials

	s.Do(func(_ time.Time, s *world.State) {
		given = Credentials{
			OrganizationID: s.ID,
			DirectoryID:    s.Directories[0].ID,
			APIKey:         s.Key.Value,
			UserEmail:      s.UserToken.Email,
			UserAPIToken:   s.UserToken.Value,
		}
	})

	return given
}
