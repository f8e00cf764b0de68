// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"context"
	"fmt"

	"github.com/graph-gophers/graphql-go"
)

// Whether the people of a site may let apps of others (3LO) act for them.
const (
	ruleAllow = "allow"
	ruleDeny  = "deny"
)

// setUserRule sets the rule of a site, given as [Simulator.SetUserInstalledApps] has it.
func (s *state) setUserRule(site, rule string) error {
	id, ok := s.site(site)
	if !ok {
		return fmt.Errorf("site %q: %w", site, ErrNotFound)
	}

	if err := oneOf("rule", rule, ruleAllow, ruleDeny); err != nil {
		return err
	}

	s.userRules[id] = rule

	return nil
}

// userRule is the rule of a site by its cloud ID.
func (s *state) userRule(site string) string { return cmp.Or(s.userRules[site], ruleAllow) }

type wireUserRules struct{ Rule string }

type wireUserRulesPayload struct {
	Success bool
	Rule    *string
	Errors  *[]*wireMutationError
}

// UserInstallationRules tells the rule of a site.
func (*ecosystemQuery) UserInstallationRules(ctx context.Context, args struct{ CloudID graphql.ID }) (*wireUserRules, error) {
	c := callOf(ctx)
	if refusal := c.state.refusalOfSite(string(args.CloudID)); refusal != nil {
		return nil, refusal
	}

	return &wireUserRules{c.state.userRule(string(args.CloudID))}, nil
}

// UpdateUserInstallationRules sets the rule of a site.
func (*ecosystemMutation) UpdateUserInstallationRules(ctx context.Context, args struct {
	Input struct {
		CloudID graphql.ID
		Rule    string
	}
},
) (*wireUserRulesPayload, error) {
	c, site := callOf(ctx), string(args.Input.CloudID)
	if refusal := c.state.refusalOfSite(site); refusal != nil {
		return &wireUserRulesPayload{Errors: refusal.inPayload()}, nil
	}

	if err := c.state.setUserRule(site, args.Input.Rule); err != nil {
		return nil, err
	}

	return &wireUserRulesPayload{Success: true, Rule: new(c.state.userRule(site))}, nil
}
