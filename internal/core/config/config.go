// Package config is every setting of Docket: its name in the environment, its flag, its default and its check.
//
// It owns the names. It reads nothing itself: cmd/docket fills these structs from flags and environment in one step
// (the tags say from where), and each struct's Check lists all that is wrong with it at once, so that one message names everything.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Reading is what the reading of documents needs, with and without a server.
type Reading struct {
	OCR            string  `env:"DOCKET_OCR" default:"auto" enum:"auto,ppocr,tesseract" help:"Text recognition: auto takes ppocr where its models are installed, else tesseract."`
	ReadyPrecision float64 `env:"DOCKET_READY_PRECISION" default:"0.97" placeholder:"P" help:"Share of ready invoices that must have every decisive value right, 0.5 to 0.999: where reading is less sure, a person looks."`
	ModelsDir      string  `env:"DOCKET_MODELS_DIR" type:"path" placeholder:"DIR" help:"Folder of the ONNX runtime and models. Default: models beside the executable's folder, else in the user's data directory."`
}

// Storage is where Docket keeps what it is given.
type Storage struct {
	DataDir     string `env:"DOCKET_DATA_DIR" type:"path" placeholder:"DIR" help:"Folder for files, spools and the private Postgres. Default: /var/lib/docket as root, else docket in the user's data directory."`
	DatabaseURL string `env:"DATABASE_URL" placeholder:"URL" help:"Postgres 15 or later. docket dev starts a private one without it."`
	StorageURL  string `env:"DOCKET_STORAGE_URL" placeholder:"URL" help:"Where document bytes are kept: file:///folder or s3://bucket?region=... Default: blobs in the data directory."`
}

// HTTP is how the API is served.
type HTTP struct {
	Addr           string `env:"DOCKET_ADDR" default:"127.0.0.1:8080" help:"Address to listen on."`
	MetricsAddr    string `env:"DOCKET_METRICS_ADDR" name:"metrics-addr" placeholder:"ADDR" help:"Address that GET /metrics is served on, and nothing else. Without it, it stands beside the API for anybody."`
	CORSOrigins    string `env:"DOCKET_CORS_ORIGINS" name:"cors-origins" placeholder:"ORIGINS" help:"Origins whose pages may call the API, with commas between them, as in https://app.example.com. They send a key or a token; cookies are for pages of Docket itself."`
	TrustedProxies string `env:"DOCKET_TRUSTED_PROXIES" name:"trusted-proxies" placeholder:"NETWORKS" help:"Networks of proxies in front, with commas between them, as in 10.0.0.0/8: their X-Forwarded-For tells who calls."`
}

// Auth is who may call.
type Auth struct {
	SignInLimit       int    `env:"DOCKET_SIGN_IN_LIMIT" name:"sign-in-limit" default:"10" placeholder:"N" help:"Sign-ins that may fail a minute and address, in each process; of other requests with wrong credentials ten times as many. 0 is any number."`
	APIKey            string `env:"DOCKET_API_KEY" placeholder:"KEY" help:"Admin key of the default workspace, 32 to 200 characters of A-Z a-z 0-9 _ -. docket dev makes one without it."`
	JWTSecret         string `env:"DOCKET_JWT_SECRET" placeholder:"SECRET" help:"Shared secret of HS256 tokens, at least 32 bytes."`
	JWKSURL           string `env:"DOCKET_JWT_JWKS_URL" name:"jwt-jwks-url" placeholder:"URL" help:"Where the public keys of asymmetric tokens are published."`
	JWTIssuer         string `env:"DOCKET_JWT_ISSUER" placeholder:"ISS" help:"Required iss of tokens."`
	JWTAudience       string `env:"DOCKET_JWT_AUDIENCE" placeholder:"AUD" help:"Required aud of tokens."`
	JWTWorkspaceClaim string `env:"DOCKET_JWT_WORKSPACE_CLAIM" default:"workspace_id" help:"Claim that holds the workspace's id."`
	JWTRoleClaim      string `env:"DOCKET_JWT_ROLE_CLAIM" default:"role" help:"Claim that holds viewer, member, reviewer or admin."`
}

// Provider is where people sign in besides with a password. It is off without an issuer.
type Provider struct {
	PublicURL    string `env:"DOCKET_PUBLIC_URL" name:"public-url" placeholder:"URL" help:"Where people reach Docket, as in https://docket.example.com."`
	Issuer       string `env:"DOCKET_OIDC_ISSUER" name:"oidc-issuer" placeholder:"URL" help:"Provider of sign-ins (OpenID Connect). Register PUBLIC_URL/v1/oidc/callback with it."`
	ClientID     string `env:"DOCKET_OIDC_CLIENT_ID" name:"oidc-client-id" placeholder:"ID" help:"What the provider knows Docket as."`
	ClientSecret string `env:"DOCKET_OIDC_CLIENT_SECRET" name:"oidc-client-secret" placeholder:"SECRET" help:"Its secret, where the provider gave one."`
	Scopes       string `env:"DOCKET_OIDC_SCOPES" name:"oidc-scopes" default:"openid,email,profile" placeholder:"SCOPES" help:"What is asked of the provider, with commas between."`
	RoleClaim    string `env:"DOCKET_OIDC_ROLE_CLAIM" name:"oidc-role-claim" default:"groups" placeholder:"CLAIM" help:"Claim with the person's groups; dots lead inside, as in realm_access.roles."`
	Roles        string `env:"DOCKET_OIDC_ROLES" name:"oidc-roles" placeholder:"GROUP=ROLE,..." help:"Which group gives which role, as in accounting=reviewer,it=admin. Default: groups are named as roles."`
}

// Check lists every setting that cannot be right.
func (p *Provider) Check() error {
	var errs []error
	if p.PublicURL != "" && !absoluteHTTP(p.PublicURL) {
		errs = append(errs, errors.New("DOCKET_PUBLIC_URL: want an http or https URL"))
	}
	if p.Issuer != "" {
		if !absoluteHTTP(p.Issuer) {
			errs = append(errs, errors.New("DOCKET_OIDC_ISSUER: want an http or https URL"))
		}
		if p.ClientID == "" {
			errs = append(errs, errors.New("DOCKET_OIDC_CLIENT_ID: missing"))
		}
		if p.PublicURL == "" {
			errs = append(errs, errors.New("DOCKET_PUBLIC_URL: missing, but DOCKET_OIDC_ISSUER is set"))
		}
	}
	_, err := p.GroupRoles()
	return errors.Join(append(errs, err)...)
}

// CallbackURL is where the provider sends the browser back to.
func (p *Provider) CallbackURL() string {
	return strings.TrimSuffix(p.PublicURL, "/") + "/v1/oidc/callback"
}

// AskedScopes is what is asked of the provider.
func (p *Provider) AskedScopes() []string { return listed(p.Scopes) }

// GroupRoles is which group gives which role.
func (p *Provider) GroupRoles() (map[string]string, error) {
	out := map[string]string{}
	for pair := range strings.SplitSeq(p.Roles, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		cut := strings.LastIndexByte(pair, '=')
		if cut < 1 || !slices.Contains([]string{"viewer", "member", "reviewer", "admin"}, strings.TrimSpace(pair[cut+1:])) {
			return nil, fmt.Errorf("DOCKET_OIDC_ROLES: want GROUP=viewer, member, reviewer or admin: %q", pair)
		}
		out[strings.TrimSpace(pair[:cut])] = strings.TrimSpace(pair[cut+1:])
	}
	return out, nil
}

// Model is the language model, behind any server that speaks the OpenAI wire format. It is off without an address.
type Model struct {
	BaseURL        string        `env:"DOCKET_LLM_BASE_URL" name:"llm-base-url" placeholder:"URL" help:"OpenAI-compatible server of the language model, such as http://127.0.0.1:8081/v1. Without it no model is asked."`
	APIKey         string        `env:"DOCKET_LLM_API_KEY" name:"llm-api-key" placeholder:"KEY" help:"Its key, if it wants one."`
	Name           string        `env:"DOCKET_LLM_MODEL" name:"llm-model" placeholder:"NAME" help:"Name of the language model on its server; GET /v2/models lists it."`
	Context        int           `env:"DOCKET_LLM_CONTEXT" name:"llm-context" default:"8192" placeholder:"TOKENS" help:"Tokens that prompt and answer may have together."`
	MaxTokens      int           `env:"DOCKET_LLM_MAX_TOKENS" name:"llm-max-tokens" default:"1024" placeholder:"TOKENS" help:"Most tokens of an answer where the request sets no limit."`
	MaxTokensField string        `env:"DOCKET_LLM_MAX_TOKENS_FIELD" name:"llm-max-tokens-field" default:"max_tokens" enum:"max_tokens,max_completion_tokens" help:"Which name the server knows for the limit of an answer."`
	FirstToken     time.Duration `env:"DOCKET_LLM_FIRST_TOKEN_TIMEOUT" name:"llm-first-token-timeout" default:"2m" help:"How long an answer may take to begin."`
	Idle           time.Duration `env:"DOCKET_LLM_IDLE_TIMEOUT" name:"llm-idle-timeout" default:"30s" help:"How long an answer may pause."`
	Concurrency    int           `env:"DOCKET_LLM_CONCURRENCY" name:"llm-concurrency" default:"4" placeholder:"N" help:"Requests to the model at the same time, a process."`
	Retries        int           `env:"DOCKET_LLM_RETRIES" name:"llm-retries" default:"2" placeholder:"N" help:"Further attempts where the server is busy, loading or not reached."`
}

// Embeddings is what makes the vectors of search by meaning.
type Embeddings struct {
	BaseURL        string `env:"DOCKET_EMBEDDINGS_BASE_URL" name:"embeddings-base-url" placeholder:"URL" help:"OpenAI-compatible server that makes vectors, as in http://127.0.0.1:11434/v1. Default: the local model where make models has put it."`
	APIKey         string `env:"DOCKET_EMBEDDINGS_API_KEY" name:"embeddings-api-key" placeholder:"KEY" help:"Its API key."`
	Model          string `env:"DOCKET_EMBEDDINGS_MODEL" name:"embeddings-model" placeholder:"NAME" help:"Its embedding model."`
	Dimensions     int    `env:"DOCKET_EMBEDDINGS_DIMENSIONS" name:"embeddings-dimensions" placeholder:"N" help:"How many numbers its vectors have, 1 to 4000. A server that can shorten them is asked to."`
	QuestionPrefix string `env:"DOCKET_EMBEDDINGS_QUESTION_PREFIX" name:"embeddings-question-prefix" placeholder:"TEXT" help:"Put before each question, as in 'query: '."`
	PassagePrefix  string `env:"DOCKET_EMBEDDINGS_PASSAGE_PREFIX" name:"embeddings-passage-prefix" placeholder:"TEXT" help:"Put before each passage, as in 'passage: '."`
}

// Vectors is where they are kept.
type Vectors struct {
	URL    string `env:"DOCKET_VECTOR_URL" name:"vector-url" placeholder:"URL" help:"Engine of search by meaning: weaviate://host:port, or weaviates:// over TLS. Default: pgvector in the database."`
	APIKey string `env:"DOCKET_VECTOR_API_KEY" name:"vector-api-key" placeholder:"KEY" help:"Its API key."`
}

// Log is how the process speaks.
type Log struct {
	Level  string `env:"DOCKET_LOG_LEVEL" name:"log-level" default:"info" enum:"debug,info,warn,error" help:"Least level that is logged."`
	Format string `env:"DOCKET_LOG_FORMAT" name:"log-format" default:"auto" enum:"auto,text,json" help:"auto is text on a terminal, else JSON."`
}

// Work is how many jobs run at once in this process.
type Work struct {
	Readers int `env:"DOCKET_READERS" default:"0" placeholder:"N" help:"Documents read at the same time. 0 is one a core."`
}

var apiKeyForm = regexp.MustCompile(`^[A-Za-z0-9_-]{32,200}$`)

// Check lists every setting that cannot be right.
func (a *Auth) Check() error {
	var errs []error
	if a.APIKey != "" && !apiKeyForm.MatchString(a.APIKey) {
		errs = append(errs, errors.New("DOCKET_API_KEY: want 32 to 200 characters of A-Z a-z 0-9 _ -"))
	}
	if a.SignInLimit < 0 || a.SignInLimit > maxSignIns {
		errs = append(errs, fmt.Errorf("DOCKET_SIGN_IN_LIMIT: want 0 to %d", maxSignIns))
	}
	if a.JWTSecret != "" && len(a.JWTSecret) < 32 {
		errs = append(errs, errors.New("DOCKET_JWT_SECRET: want at least 32 bytes"))
	}
	if a.JWKSURL != "" && !absoluteHTTP(a.JWKSURL) {
		errs = append(errs, errors.New("DOCKET_JWT_JWKS_URL: want an http or https URL"))
	}
	return errors.Join(errs...)
}

// maxSignIns is far above what people do: more is a slip of the hand.
const maxSignIns = 1_000_000

// Check lists every setting that cannot be right.
func (h *HTTP) Check() error {
	errs := []error{address("DOCKET_ADDR", h.Addr)}
	if h.MetricsAddr != "" {
		errs = append(errs, address("DOCKET_METRICS_ADDR", h.MetricsAddr))
	}
	for _, o := range h.Origins() {
		u, err := url.Parse(o)
		if err != nil || !absoluteHTTP(o) || o != u.Scheme+"://"+u.Host {
			errs = append(errs, fmt.Errorf("DOCKET_CORS_ORIGINS: want scheme://host without a path: %q", o))
		}
	}
	_, err := h.Proxies()
	return errors.Join(append(errs, err)...)
}

func address(name, addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("%s: want host:port: %w", name, err)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("%s: want a port from 0 to 65535", name)
	}
	return nil
}

// Origins are those whose pages may call the API.
func (h *HTTP) Origins() []string { return listed(h.CORSOrigins) }

// Proxies are the networks of proxies in front.
func (h *HTTP) Proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range listed(h.TrustedProxies) {
		p, err := netip.ParsePrefix(text)
		if ip, one := netip.ParseAddr(text); one == nil {
			p, err = ip.Prefix(ip.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("DOCKET_TRUSTED_PROXIES: want networks such as 10.0.0.0/8: %q", text)
		}
		out = append(out, p)
	}
	return out, nil
}

// listed are the parts of a setting that stand between commas.
func listed(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

// maxReaders is far above the cores of any machine: more is a slip of the hand.
const maxReaders = 1024

// Check lists every setting that cannot be right.
func (w *Work) Check() error {
	if w.Readers < 0 || w.Readers > maxReaders {
		return fmt.Errorf("DOCKET_READERS: want 0 to %d, 0 for one a core", maxReaders)
	}
	return nil
}

// Bounds of the probability from which an invoice is ready: below, more than every second would be wrong; above, none is.
const (
	leastPrecision = 0.5
	mostPrecision  = 0.999
)

// Check lists every setting that cannot be right.
func (r *Reading) Check() error {
	if !(r.ReadyPrecision >= leastPrecision && r.ReadyPrecision <= mostPrecision) {
		return fmt.Errorf("DOCKET_READY_PRECISION: want %v to %v", leastPrecision, mostPrecision)
	}
	return nil
}

// maxDimensions is the most that an index of the database carries (halfvec).
const maxDimensions = 4000

// Check lists every setting that cannot be right.
func (e *Embeddings) Check() error {
	var errs []error
	switch {
	case e.BaseURL == "" && (e.Model != "" || e.Dimensions != 0):
		return errors.New("DOCKET_EMBEDDINGS_BASE_URL: missing, but a model or dimensions are set")
	case e.BaseURL == "":
		return nil
	case !absoluteHTTP(e.BaseURL):
		errs = append(errs, errors.New("DOCKET_EMBEDDINGS_BASE_URL: want an http or https URL"))
	}
	if e.Model == "" {
		errs = append(errs, errors.New("DOCKET_EMBEDDINGS_MODEL: missing"))
	}
	if e.Dimensions < 1 || e.Dimensions > maxDimensions {
		errs = append(errs, fmt.Errorf("DOCKET_EMBEDDINGS_DIMENSIONS: want 1 to %d", maxDimensions))
	}
	return errors.Join(errs...)
}

// Check lists every setting that cannot be right.
func (v *Vectors) Check() error {
	if v.URL == "" {
		return nil
	}
	u, err := url.Parse(v.URL)
	if err != nil || u.Scheme != "weaviate" && u.Scheme != "weaviates" || u.Hostname() == "" {
		return errors.New("DOCKET_VECTOR_URL: want weaviate://host:port or weaviates://host:port")
	}
	return nil
}

// Check lists every setting that cannot be right.
func (s *Storage) Check() error {
	var errs []error
	if s.DatabaseURL != "" {
		if u, err := url.Parse(s.DatabaseURL); err == nil && u.Scheme != "" && u.Scheme != "postgres" && u.Scheme != "postgresql" {
			errs = append(errs, errors.New("DATABASE_URL: want a postgres:// URL"))
		}
	}
	if s.StorageURL != "" && !storable(s.StorageURL) {
		errs = append(errs, errors.New("DOCKET_STORAGE_URL: want file:///folder or s3://bucket?region=REGION"))
	}
	return errors.Join(errs...)
}

// storable tells whether a URL names a folder or a bucket.
func storable(storage string) bool {
	u, err := url.Parse(storage)
	if err != nil {
		return false
	}
	return u.Scheme == "file" && u.Host == "" && u.Path != "" || u.Scheme == "s3" && u.Host != ""
}

// Dir is the data directory: the setting, /var/lib/docket as root, else docket in the user's data directory.
func (s *Storage) Dir() (string, error) {
	switch {
	case s.DataDir != "":
		return filepath.Abs(s.DataDir)
	case os.Geteuid() == 0:
		return "/var/lib/docket", nil
	}
	return userData("docket")
}

// Dir is the folder of runtime and models: the setting, else models beside the executable's folder when it is there,
// else docket/models in the user's data directory. Never the data directory, which may be on another disk or shared.
func (r *Reading) Dir() (string, error) {
	if r.ModelsDir != "" {
		return filepath.Abs(r.ModelsDir)
	}
	if exe, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(filepath.Dir(exe)), "models")
		if st, err := os.Stat(beside); err == nil && st.IsDir() {
			return beside, nil
		}
	}
	return userData("docket", "models")
}
