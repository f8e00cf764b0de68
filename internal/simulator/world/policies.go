// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// defaultPolicyName is the name of the default policy if none is given.
const defaultPolicyName = "Default policy"

// SignOnSAML is single sign-on by SAML.
const SignOnSAML = "saml"

// Values of the settings of an authentication policy in the console. The first
// one is the default.
var (
	signOns              = []string{"none", SignOnSAML, "google_workspace"}
	twoStepVerifications = []string{"optional", "required"}
	passwordStrengths    = []string{"weak", "fair", "good", "strong", "very_strong"}
	permissions          = []string{"allowed", "blocked"}
)

// idleSession is the default number of minutes after which an idle session
// ends.
const idleSession = 30 * 24 * 60

// Policy is an authentication policy. Its members refer to it. It has no list
// of them.
type Policy struct {
	ID       string
	name     string
	defaults bool
	Settings AuthenticationSettings
}

// Name is the name of the policy in the console. No API shows it.
func (p *Policy) Name() string { return p.name }

// IsDefault reports whether managed accounts are in the policy that are in no
// other.
func (p *Policy) IsDefault() bool { return p.defaults }

// orDefaults fills in the defaults of settings that are not given.
func (a AuthenticationSettings) orDefaults() AuthenticationSettings {
	a.SingleSignOn = cmp.Or(a.SingleSignOn, signOns[0])
	a.TwoStepVerification = cmp.Or(a.TwoStepVerification, twoStepVerifications[0])
	a.MinimumPasswordStrength = cmp.Or(a.MinimumPasswordStrength, passwordStrengths[0])
	a.IdleSessionMinutes = cmp.Or(a.IdleSessionMinutes, idleSession)
	a.UserAPITokens = cmp.Or(a.UserAPITokens, permissions[0])
	a.ThirdPartyLogin = cmp.Or(a.ThirdPartyLogin, permissions[0])

	return a
}

func (a AuthenticationSettings) check() error {
	var negative error
	if a.PasswordExpiryDays < 0 || a.IdleSessionMinutes < 0 {
		negative = errors.New("password_expiry_days and idle_session_minutes must not be negative")
	}

	return errors.Join(
		oneOf("single_sign_on", a.SingleSignOn, signOns...),
		oneOf("two_step_verification", a.TwoStepVerification, twoStepVerifications...),
		oneOf("minimum_password_strength", a.MinimumPasswordStrength, passwordStrengths...),
		oneOf("user_api_tokens", a.UserAPITokens, permissions...),
		oneOf("third_party_login", a.ThirdPartyLogin, permissions...),
		negative,
	)
}

// Policy finds an authentication policy by ID or name.
func (s *State) Policy(reference string) (*Policy, bool) {
	for _, policy := range s.Policies {
		if policy.ID == reference || strings.EqualFold(policy.name, reference) {
			return policy, true
		}
	}

	return nil, false
}

// defaultPolicy is nil only before the first default policy is seeded.
func (s *State) defaultPolicy() *Policy {
	at := slices.IndexFunc(s.Policies, func(p *Policy) bool { return p.defaults })
	if at < 0 {
		return nil
	}

	return s.Policies[at]
}

// PolicyOf is the policy that a managed account is in. Other accounts are in
// none: it is nil.
func (s *State) PolicyOf(a *Account) *Policy {
	switch {
	case s.ClaimStatus(a) != Managed:
		return nil
	case a.policy != nil:
		return a.policy
	default:
		return s.defaultPolicy()
	}
}

// releaseUnmanaged removes accounts that are no longer managed from their
// policy. If they are claimed again, they start in the default policy, as all
// others do.
func (s *State) releaseUnmanaged() {
	for _, account := range s.Accounts {
		if account.policy != nil && s.ClaimStatus(account) != Managed {
			account.policy = nil
		}
	}
}

// makeDefault makes a policy the default for accounts from now on. Unverified:
// members of the old default policy stay there.
func (s *State) makeDefault(policy *Policy) {
	old := s.defaultPolicy()

	for _, account := range s.Accounts {
		if old != nil && s.PolicyOf(account) == old {
			account.policy = old
		}
	}

	if old != nil {
		old.defaults = false
	}

	policy.defaults = true
}

// namePolicy names a policy. No other policy may have the name, in whatever
// case. Unverified: Atlassian refuses a duplicate.
func (s *State) namePolicy(policy *Policy, name string) error {
	if strings.TrimSpace(name) == "" {
		return errors.New("name is missing")
	}

	if other, taken := s.Policy(name); taken && other != policy {
		return fmt.Errorf("name: there is an authentication policy %q already (case does not matter)", name)
	}

	policy.name = name

	return nil
}

// managedAccount finds a person who can be in an authentication policy.
func (s *State) managedAccount(reference string) (*Account, error) {
	found, ok := s.Account(reference)
	if !ok {
		return nil, fmt.Errorf("%q is neither account ID nor email address of a user", reference)
	}

	if s.ClaimStatus(found) != Managed {
		return nil, fmt.Errorf("%s is not a managed account, and only those can be in an authentication policy", reference)
	}

	return found, nil
}

// policyState are the authentication policies of an organization.
type policyState struct {
	Policies []*Policy // in order of appearance; one of them is the default
}

var policyPart = part{
	seed:     (*State).seedPolicies,
	describe: func(s *State, org *Organization) { org.AuthenticationPolicies = s.describePolicies() },
}

func (s *State) seedPolicies(org Organization) error {
	for i, policy := range org.AuthenticationPolicies {
		if policy.Default && s.defaultPolicy() != nil {
			return fmt.Errorf("authentication_policies[%d]: default: %q is the default policy already", i, s.defaultPolicy().name)
		}

		for _, reference := range policy.Members {
			if member, ok := s.Account(reference); ok && member.policy != nil {
				return fmt.Errorf("authentication_policies[%d]: members: %s is in %q already, and nobody is in two", i, reference, member.policy.name)
			}
		}

		if err := s.seedPolicy(policy); err != nil {
			return fmt.Errorf("authentication_policies[%d]: %w", i, err)
		}
	}

	if s.defaultPolicy() != nil {
		return nil
	}

	if err := s.seedPolicy(AuthenticationPolicy{Name: defaultPolicyName, Default: true}); err != nil {
		return fmt.Errorf("authentication_policies: none is the default, and none can be made: %w", err)
	}

	return nil
}

func (s *State) seedPolicy(description AuthenticationPolicy) error {
	added, members, err := s.newPolicy(description)
	if err != nil {
		return err
	}

	s.Policies = append(s.Policies, added)

	if description.Default {
		s.makeDefault(added)
	}

	for _, member := range members {
		member.policy = added
	}

	return nil
}

// newPolicy makes a policy and finds its members. It does not change the state.
func (s *State) newPolicy(description AuthenticationPolicy) (*Policy, []*Account, error) {
	added := &Policy{
		ID:       cmp.Or(description.ID, Derive(s.ID, "authentication-policy", strings.ToLower(description.Name))),
		Settings: description.Settings.orDefaults(),
	}

	if err := errors.Join(s.namePolicy(added, description.Name), added.Settings.check()); err != nil {
		return nil, nil, err
	}

	if !IsUUID(added.ID) {
		return nil, nil, fmt.Errorf("id: %q is not a UUID, as the IDs of authentication policies are", added.ID)
	}

	if _, taken := s.Policy(added.ID); taken {
		return nil, nil, fmt.Errorf("id: there is an authentication policy %q already", added.ID)
	}

	members := make([]*Account, 0, len(description.Members))

	for _, reference := range description.Members {
		member, err := s.managedAccount(reference)
		if err != nil {
			return nil, nil, fmt.Errorf("members: %w", err)
		}

		members = append(members, member)
	}

	return added, members, nil
}

// membersOf lists the members of a policy, in order of appearance.
func (s *State) membersOf(policy *Policy) []*Account {
	var members []*Account

	for _, account := range s.Accounts {
		if s.PolicyOf(account) == policy {
			members = append(members, account)
		}
	}

	return members
}

// describePolicies describes the policies with the members that were moved to
// them. The description leaves out the other members of the default policy.
func (s *State) describePolicies() []AuthenticationPolicy {
	described := make([]AuthenticationPolicy, 0, len(s.Policies))
	members := map[*Policy][]string{}

	for _, account := range s.Accounts {
		if account.policy != nil {
			members[account.policy] = append(members[account.policy], account.ID)
		}
	}

	for _, policy := range s.Policies {
		described = append(described, AuthenticationPolicy{
			ID: policy.ID, Name: policy.name, Default: policy.defaults, Members: members[policy], Settings: policy.Settings,
		})
	}

	return described
}
