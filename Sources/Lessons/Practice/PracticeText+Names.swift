extension PracticeText {
  /// The names of `data/names.txt` in its order, a space or a line break between two.
  static let givenNames = """
    aaliyah aarav aaron aarti abayomi abbas abby abdul abdullah abebe abel abena abhishek abigail abimbola
    abla abraham achieng ada adaeze adah adalbert adam adama adanna adebayo adela adelaide adele adelheid
    adelina aden adesina adi adil aditi aditya adjoa adnan adolfo adrian adriana adrien advait aegir afonso
    afua agata agatha agathe agnes agnese agnieszka agus agustin ahmad ahmed ahmet ahuva aidan aiden aigerim
    aiko aileen ailsa aimee aina aine ainhoa ainsley aisha aishwarya aisling aiyana ajax ajay akane akello
    akemi akhil aki akiko akin akinyi akio akira akosua akshay akua alain alan alana alaric alastair alba
    albert alberta alberto albin albrecht alden aldo alec aleksander aleksandra aleksei alena alessandra
    alessandro alessia alessio alex alexander alexandra alexandre alexandros alexei alexia alexis alfonso
    alfred alfredo ali alice alicia alida alina alisa alisha alison aliya aliza allan allegra allison alma
    aloisia alon alonso alphonse altan althea alva alvaro alvin alya alyssa amadeo amadou amaia amal amalia
    amanda amani amara amare amari amaryllis amaya amber ambrose ambrosia amelia amelie amhlaoibh amin amina
    aminata amir amira amit amita amma ammar amos amparo amrita amy ana anahera anahita anais anan anand
    ananya anastasia anatoly anders andile andre andrea andreas andrei andres andrew andrzej andy aneta angel
    angela angelica angelina angelo angharad angus anh ania anika anil anita anjali anke anna annabel anne
    anneke anneli annelise annette annika anouk ansel anselm ansgar anson anthea anthony antigone antje
    antoine antoinette anton antonella antonia antonio anuhea anuj anupama anwar anya aoi aoife apinya
    apolline april arabella araceli aram arash archana archibald archie arda ardeshir ares arezoo ari aria
    ariadne arianna arie ariel arif arild aristide arjun arlo armando armin arnaud arne arno arnold aroha
    arslan artem arthur arturo arun aruna arvid arya asa asad asako asami asbjorn asha asher ashley ashok asif
    asim asli asma asmund aspen asta astrid asuka asya ata atalanta atarah athanasios athena atiena atsuko
    atsushi aubrey audrey august auguste augustin augustus aurelia aurelie aurelio aurora austin ava avery avi
    avigail aviva avner avraham axel axelle ayaan ayaka ayako ayame ayana ayanda ayano aydin ayelet ayesha
    ayla ayodele ayse aysel ayumi ayumu azadeh azalea aziz aziza azra azubuike baako babajide babak babatunde
    babette badr badria bahar bahiya bahman bahram bailey bakari bala balaji baldur baldwin balint baltasar
    balthazar bambang bao baptiste barak baraka barbara barbora baris barnabas barnaby barney barry bart
    bartholomew bartolomeo bartosz baruch bashir basil basile basilio basim bastian bastien batsheva batya
    bayo bayu beata beate beatrice beatrix beatriz bedrich behnaz behrouz bela belen belinda bella belle ben
    benedetta benedetto benedict benedikt bengt beniamino benita benito benjamin benoit benta bente berit berk
    bernadette bernard bernarda bernardo bernd bernhard bernice bert bertha berthold bertil bertram bertrand
    beryl bess beth bethany bettina betty beulah bevan beverly bhanu bharat bharati bhaskar bhavana bhavesh
    bhavna bian bianca biancamaria bibi bich bijan bilal bill billie billy bimala bina bindu bing bingwen binh
    binyamin birger birgit birgitta birk birte bithiah bjarne bjork bjorn blaise blake blanca blanche blanka
    blessing blythe bo boaz bob bobby bodil bogdan bogdana bohai bohdan bojan bojana boleslav bolin boniface
    bonifacio bonita bonnie bora boran boris borislav borja borys bosco botond bozena bozidar brad bradley
    brady braith bram brandon branimir branislav branka branko branwen breandan brecht breda brenda brendan
    brenna brennan brent brett brian briana briar brice brid bridget brigid brigida brigitta brigitte brijesh
    brita britt britta brittany brodie bronagh bronislav bronislaw bronwen bronwyn brooke bruce bruna
    brunhilde bruno bryan bryce bryn bryony budi bukola bulan bulent burak burcu burhan byron byung cael
    caesar caetano cahal cai caitlin caitriona calder caleb calista callisto callum calum calvin cam cameron
    camila camilla camille camillo can canan candace candela candelaria candice cansu cao caoilfhionn caoimhe
    caolan capucine cara caridad carina carl carla carles carlo carlos carlota carlotta carlton carly carmel
    carmela carmelo carmen carmine carol carola carolina caroline carolyn carsten carter carys casey casimir
    casper caspian cassandra cassia cassidy cassie cassius catalina catarina caterina cathal catherine
    cathleen cathy catriona cayetana cayetano cecil cecile cecilia cecilie cedric celal celeste celestino
    celia celina celine celio cem cemal cemile cengiz cenk cerys cesar cesare cevdet ceyda ceylan cezary chad
    chae chaim chaitanya chanda chandan chandler chandra chandrika chang chantal chao charis charity charlene
    charles charlie charlotte charulata chase chau chava chaya chayim che chela chelsea chen cheng cherie
    cherry cheryl chester chetan chetana chi chiamaka chiara chibuzo chidi chidinma chie chieko chiemeka
    chifundo chigozie chiharu chihiro chijioke chika chikako chike chikondi chima chimamanda chin chinasa
    chinedu chinonso chinua chinwe chioma chipo chisomo chitra chiyo chiyoko chizuru chloe chloris cho chris
    christa christel christelle christian christiane christina christine christof christoph christophe
    christopher christos chukwuemeka chuma chun chung chunhua cian ciara ciaran cicely cillian cinzia cipriano
    ciro citra claire clara clarence clarice clarissa clark claude claudette claudia claudine claudio claus
    clay clayton clemence clemens clement clementina clementine cleo cleopatra cliff clifford clifton clint
    clio cliona clive clotilde clovis clyde cody colette colin colleen colm colombe conall conan concepcion
    concetta cong connie connor conor conrad constance constantin constantine constanza consuelo cora coral
    coralie cordelia corentin corey corinna corinne cormac cornelia cornelis cornelius corrado cosima cosimo
    cosmin courtney craig cressida crispin cristian cristiano cristina cristobal cruz crystal csaba csilla cuc
    cuong curtis custodio cuthbert cveta cynthia cyprien cyril cyrille cyrus czeslaw dae dafina dafne dag
    dagmar dagny dagur dahlia dai daichi daiki daina daisuke daisy dakarai dakota dalal dale dalia dalibor
    dalila dallas damaris damian damiano damien damilola damir damla damon damyan dan dana danae dane dang
    dania danica daniel daniela daniele danielle danijel danika danil danilo danish danny dante danuta danya
    dao daphne daquan dara daragh darcy daria darian dario darius dariusz darko darla darlene darrell darren
    darya daryl dastan dat dauda dave david davide davina davit davor davud dawid dawit dawn dawud daya dayo
    dean deanna debora deborah debra declan deepa deepak deepika deepti defne deion deirdre dejan deka delfina
    delia delilah delphine demet demeter demetria demetrios demir deng denis denise deniz dennis denzel deon
    derek dermot derrick derya desi desiree desmond desta destiny detlef dev devaki devdas devi devika devin
    devon devora dewi dexter dhananjay dhruv dian diana diane diarmuid diderik didi didier diego dieter
    dietmar dietrich dieudonne dikembe dilan dilara dilek dilip dimitra dimitri dimitrios dimka dina dinah
    dinesh ding dinh dino diogo dion dione dionne dionysios dipak dipika dirk divya diyar djamila djordje
    dmitry doan dobromir dobroslava dogan dolly dolores domenica domenico domingo dominic dominik dominika
    dominique don donal donald donata donatella donato dong donghai donna donnacha donovan dora dorcas doreen
    dorian dorin doris dorit doron dorota dorotea dorothea dorothee dorothy dorte dougal douglas dov doyun
    dragan dragana drago dragomir drake draupadi drazen drew drusilla dua duarte dubravka duc dudley duha
    dukagjin dulce dumisani duncan dung dunja duong durdica durga dusan dustin dusya duy duyen dwayne dwi
    dylan dymphna dzovinar eamon earl earnest ebba ebbe ebele ebenezer ebere eberhard ebo ebony ebru ece echo
    eckhart ed eda edda eddie eden edgar edgard edie edina edison edita edith edmond edmund edna edo edoardo
    eduard eduarda eduardo edvard edvin edward edwin edwina edyta eero eevi efe efrain efrat efstathios efua
    ege egidio egil egon ehud eiichi eiji eik eiko eileen eilidh eilis eimear einar eino eir eirik eitan
    eithne ejike ekaterina ekene ekin eko ekow ekram ekrem ela elaine elan elazar elchanan eldad eldar elea
    eleanor eleazar electra eleftherios elena eleni eleonora eleonore eli elia eliana elias elif elijah elikem
    elina elinor eliot elisa elisabeth elisabetta elise elisha elisheva eliska elissa eliza elizabeth
    elizaveta elke ella elle ellen elli ellie elliott ellis elma elmer elmira elodie eloise elroy els elsa
    elsbeth else elsie elton elva elvin elvira elvis elwin elwood elya elzbieta ema emanuel emanuela emanuele
    ember emeka emeline emer emeric emerson emi emiko emil emile emilia emiliano emilie emilio emily emina
    emine emir emlyn emma emmanuel emmanuelle emmeline emmet emmy emre emrys ena enda endang endre eneko
    engelbert engin enid enitan ennis enoch enok enola enric enrica enrico enrique enver enzo eoghan eoin
    ephraim epifanio eran erasmus erdem eren erez erhan eri eric erica erich erik erika eriko erin eris erkan
    erkki erland erlend erlinda erling ermias erna ernest ernesto ernst erol eros errol ersin erwin erykah
    erzsebet esa esben esen eshe eshetu esi eske esma esmail esme esmeralda espen esperanza esra esteban
    estefania estelle ester esther estrella etan etel ethan ethel etienne etsuko ettore eudora eugen eugene
    eugenia eugenie eugenio eulalia eun eunice eunji euphemia euripides eustace eva evadne evan evander
    evangelia evangeline evangelos evans eve evelien evelin evelina evelyn everett evert evgeni evgenia evie
    evita evren ewa ewan ewelina ewurabena eyal eyob eyvind ezekiel ezgi ezinne ezio ezra fabia fabian fabiana
    fabien fabienne fabio fabiola fabrice fabrizio fadi fadila fadwa fahad faheem fahima fahri faisal faith
    faiz faiza fajar fakhri fallon fang fanni fanny faolan farah faraji fardeen fareed farhad farhan farhana
    farid farida farideh fariha faris farouk farrah farrell farrokh farshad farzad farzana faten fathi fathia
    fatih fatima fatin fatma fatou fatoumata faustina faustino fausto favour fay faye faysal fayza federica
    federico fedor fedora fei feivel felice felicia felicie felicitas felicity felipe felix felton femi feng
    fenna fenton ferdi ferdinand ferdinando ferdows ferenc fereshteh fergal fergus feride feriha fermin fern
    fernanda fernande fernando feroz ferruccio feryal festus fethi feyza fia fiachra fiamma fidel fidelia
    fidelma fieke fiete fifi fikret fikriye filip filipa filipe filippa filippo filiz filomena findlay finian
    finlay finley finn finnegan finnur fintan fiona fionn fionnuala fiorella fiorenzo firas firdaus firoz
    firuza fitri fitz flaminia flannan flavia flavie flavio flemming fletcher fleur flora florence florencia
    florent florentin florentina florian floriana florin floris floyd flynn folami folasade folke fotini fotis
    fouad fran franca france frances francesca francesco francine francis francisca francisco franciszek
    franco francois francoise frank franka franklin frantisek frantiska franz franziska fraser frauke fred
    freda freddie frederic frederica frederick frederik frederique fredrik freja freya freydis frida frieda
    friedel friedrich frigg frits fritz frode frosti fryderyk fu fuad fujiko fukumi fulgencio fulvia fulvio
    fumi fumie fumihiko fumiko fumio fumnanya funanya funda funmilayo furkan furqan fusun fuyuko fyodor gabe
    gabor gabriel gabriela gabriele gabriella gabrielle gabrijela gad gael gaelle gaetan gaetano gaia gail
    gaja gajendra gala galen galia galina galit gallus gamal gamze ganesh gang ganga gao garance gareth
    garfield garima garrett garry garth gary gaspar gaspard gaston gaurav gauri gautam gautier gavin gavriel
    gavril gayatri gayle ge geir gelila gemma gen gene geneva genevieve genji gennady gennaro geoffrey
    geoffroy georg george georges georgette georgi georgia georgiana georgina georgios gerald geraldine gerard
    gerardo gerd gerda gerhard gerlinde germain germaine german gernot gero geronimo gerrit gershom gershon
    gert gertrud gertrude gervais geta getachew ghada ghaith ghassan ghislain ghislaine gia giacinta giacomo
    giada giampaolo giang gianluca gianna gianni gibson gideon gift gil gila gilad gilbert gilberto gilda
    gilead giles gilles gillian gina ginevra ginger gino gintaras giordano giorgia giorgio giorgos giovanna
    giovanni girish girma gisela gisele giselle gita gitanjali gitte giulia giuliana giuliano giulio giuseppe
    giuseppina giustina gizem gjertrud gjon gladys glen glenda glenn glenys gloria glykeria glynis goda
    godfrey godwin gokce gokhan golda goldie goli golnaz gong gonul gonzalo gopal gopi goran gorana gordana
    gordon goro gosia gosta gottfried gotthard gottlieb govind grace gracia gracie graciela grady graeme
    graham grainne granit grant grazia graziella grazyna greg gregoire gregor gregorio gregory greta gretchen
    grete gretel griet griffin griffith grigori grimur griselda gro grover gry grzegorz guadalupe gualtiero
    guang guanyu gudrun guido guilherme guillaume guillem guillermo guinevere gul gulab gulay gulnara gulsen
    gulshan gunay gunda gunilla gunnar gunther gunvor guo guodong guro gurpreet gus gustaf gustav gustave
    gustavo guy gwen gwendolyn gwilym gwyneth gyasi gyeong gyorgy gyula habib habiba hadar hadassah hadi
    hadiya hadley hadrian hae haejin hafiz hafsa hafsat hagar hai haider haile hailey haim hajime hajra hakan
    hakeem hakim hakon hal hala haldis haldor hale haley halfdan halia halil halima halina halle halvard
    halvor hamid hamida hamilton hamish hammad hampus hamza han hana hanae hanako hanan hande hang hani hania
    haniya hanna hannah hanne hannelore hannes hannibal hannu hans hansel hansine hanuman hao haoran haoyu
    haralambos harald hari hariata harim harini haris harish harlan harley harlow harmony harold haroun harper
    harriet harrison harry harsh harsha hartmut hartwig haru harue haruka haruki haruko harumi haruna haruto
    harvey hasan hashim hasna hassan hassana hatice hatim hatsue hatsuko hattie haukur haunani havel haven
    haya hayato hayden hayes hayk hayley haytham haywood hazel he heath heather heba hector hedda hedley
    hedvig hedwig hedy hege heidi heike heikki heiko heiner heinrich heinz helen helena helene helga helge
    heli helia helio helmi helmut heloise hemant hemi hemma hen hendra hendrik heng hennie henning henri
    henrietta henriette henrik henrike henrique henry henryk hera herbert hercules heriberto herlinda herman
    hermann hermes hermia hermine hermione hernan hernando herschel hester hestia heta hettie hezekiah
    hiawatha hibiki hicham hichem hideaki hideki hideko hideo hien hiep hieronymus hieu hikari hikaru hikmet
    hila hilal hilario hilary hilda hilde hildegard hildur hilke hillel hilma hilton himani himanshu hina
    hinata hine hinemoa hinewai hippolyte hiro hiroaki hirohito hiroki hiroko hiromi hiroshi hiroto hiroyuki
    hisako hisashi hishaam hisham hitomi hitoshi hiwot hjalmar hjordis hoa hoai hoang hoani hodaka hoku
    hokulani holden holger holly homa homer honami honey hong hongmei hongwei honoka honor honora honore honza
    hooman hope hopkin horace horacio horatio horia horst hortense hortensia hosea hossein houda houston
    howard hoyt hrafn hristina hristo hrithik hrvoje hua huaiyu huan huang hubert huda hue huey hugh hugo
    huguette hui huia huifang huiling hulda huma humaira humberto humphrey hung hunter huong huseyin husna
    hussein huw huy huyen hwan hyacinth hyacinthe hye hyejin hyeon hyewon hyun hyunjin hyunwoo iago iain ian
    ianthe iason ibai iben ibironke ibolya ibrahim ibrahima ibtisam ibukun icarus ichiro ida idan ide idil
    idir ido idoia idowu idris idrissa idunn iekaterina iestyn ieva ife ifeanyi ifeoma ifor iftikhar iga ige
    iggy ignac ignace ignacio ignacy ignatius ignazio igor ihab ihaia ihor ihsan iida iiro ijeoma ikaia ikaika
    ike ikechukwu ikenna iker ikram ikue ikuko ikumi ilan ilana ilaria ilario ildefonso ildiko ileana ilena
    ilham ilhan ilia iliana ilias ilina ilinca ilir ilka ilkay ilker ilkka ilma ilmari ilona ilse ilya ilyas
    ilze imad imam iman imani imanol imara imelda imke immaculata immanuel imogen imran imre imtiaz ina inaaya
    inanna inari inaya inbal inci inda indah inder india indiana indigo indira indra indrani indre ines inese
    inez inga ingar inge ingeborg ingemar inger ingmar ingo ingolf ingram ingrid ingunn ingvar ingvild inigo
    inka inkeri inna innocent innocenzo innokenty intan inti ioan ioana ioanna ioannis iolana iolanda iolani
    iolanthe iole iolo ion iona ionela ionut iorwerth iosif ipek iphigenia ippolita iqbal ira iraia irati irem
    iren irena irene ireneusz iria irina iris irit irma irmak irmela irmeli irmgard irvin irving irwin isa
    isaac isaak isabeau isabel isabela isabella isabelle isadora isaiah isak isamar isamu isao isaura iseabail
    iselin isha ishaan ishan ishani ishaq ishbel ishita ishmael isidor isidora isidore isidoro isidro isil
    isis iskandar iskender isla islam islwyn ismael ismail ismene ismet ismini isobel isolde isra israel issa
    issam issei istvan isuzu itai italo itamar ithar itoro itsuki itsuko ittai itzel itziar iulia iulian iva
    ivan ivana ivanka ivanna ivar iver ivet iveta ivica ivka ivo ivona ivonne ivor ivy iwalani iwan iwao iwona
    iya iyabo iyad iyana iyla iyo izaak izabela izan izanami izaro izel izidor izolda izumi izzat izzet
    izzuddin izzy jaakko jaana jabari jabir jabulani jacek jacinta jacinto jack jackie jackson jacob jacobo
    jacopo jacqueline jacques jacquetta jada jade jaden jadranka jadwiga jae jaehyun jael jafar jagdish jagoda
    jahan jahanara jahangir jai jaidev jaime jaimie jairo jaja jake jakob jakov jakub jalal jalil jalila jamal
    jameel james jamie jamil jamila jamison jan jana janae jane janek janelle janet janhavi janice janina
    janine janis janko janna janne jannik janos janusz jaqueline jared jarek jari jarl jarmila jarod jaromir
    jaroslav jaroslava jarrett jarvis jasleen jasmin jasmina jasmine jason jaspal jasper jaspreet jatin javad
    javed javier javiera jawad jay jaya jayant jayanti jayashri jayden jayla jayne jean jeanette jeanne
    jeannine jed jedda jedediah jeff jefferson jeffrey jelena jelka jelle jemima jemma jendayi jeng jenna
    jennifer jenny jens jeong jerald jeremiah jeremias jeremie jeremy jeroen jerome jeronimo jerrold jerry
    jerzy jess jesse jessica jessie jesus jethro jette jewel jia jiahao jiahui jian jiang jianguo jianhong
    jiao jiayi jie jihad jihan jihoon jihye jill jillian jim jimena jimmy jin jing jinghua jingyi jinhai jinho
    jinsoo jintana jintao jiri jirina jiro jisoo jitendra jitka jivan jiwoo jo joachim joakim joan joana
    joanna joanne joao joaquin joaquina job jocasta jocelyn jochen jody joe joel joelle jofre johan johana
    johanna johannes john johnny joji joko jolana jolanda jolanta jolene jolie jomo jon jona jonah jonas
    jonathan jonna jonny joon joost jordan jordana jordi jorge jorgelina jorgen joris jorma jorn jorunn
    josafat joscelin jose josef josefa josefina josefine joseph josepha josephine josette josh joshua josiah
    josiane josip josipa joss josue jouko jovan jovana joy joyce joze jozef jozefina juan juana juanita jubal
    jude judit judith judy juha juho jules julia julian juliana juliane julianne julie julien juliet juliette
    julija julio julita julius juma jumana jumoke jun junaid june jung junichi juniper junjie junko juno
    junpei juraj jure jurgen jurgita juri jurica juro just justin justina justine justo justus jutta juuso
    juvenal jyoti jyotsna jyrki kaan kaarina kabir kabira kacper kaede kaelyn kahealani kahina kahoku kahu
    kahurangi kai kaia kailani kailash kaimana kainoa kaito kaja kajal kajsa kala kalani kalea kaleo kalevi
    kali kalia kalil kalina kalinda kalle kalliope kalpana kalyan kalyani kamal kamala kamalei kamaria kamau
    kambiz kamil kamila kamran kana kanako kanani kanchana kane kang kani kanika kanoa kanta kanye kaori kaoru
    kaouthar kapil kapono kara karan kareem karel karen kari karim karima karin karina karine karishma karl
    karla karlheinz karlijn karolina karoline karoly karsten karthik kartika karuna kasandra kashif kasia
    kasper kasumi katarina katarzyna kate katerina katharina katherine kathleen kathrin kathryn kathy katie
    katinka katja katju kato katrin katrina katrine katsuko katsumi katsuro katya kauri kaveh kaveri kavita
    kavya kawika kay kaya kaylee kayode kazimierz kazue kazuhiro kazuki kazuko kazumi kazuo kazuya ke keala
    kealoha keanu kedar keegan keeley keerthi kehinde kei keiji keiki keiko keila keira keisha keita keith
    kekoa kelechi kelly kelsey kelvin kemal kemala kemi ken kenan kendall kendra kenia kenichi kenji kenneth
    kent kenta kentaro kenya kenzo keola keoni kepa kerem keren keri kermit kerry kerstin kerttu keshav
    ketevan ketil ketut kevin kezia khadija khadijah khalid khalida khalil khanh khanyi khatuna khayyam khoa
    khoi khosrow khue khushi kiah kian kiana kiara kibwe kidane kiele kien kiera kieran kiet kiho kiki kiku
    kikuko kiley killian kim kimani kimball kimberly kimi kimiko kimio kimo kimora kimya kin kinga kingsley
    kinuko kiona kipchoge kipkemboi kira kiran kirby kiri kiril kirill kirk kirsi kirsten kirstin kirsty
    kishan kishore kit kitty kiyoko kiyomi kiyoshi kizito kizzy kjell kjersti kjetil klaas klara klaudia klaus
    klemens kliment knud knut kobe kobi kodwo kofi kohaku kohei koji kojo koko kolbein kolbjorn koldo kolya
    komal kong konrad konstancja konstantin konstantina konstantinos kora koray korbinian koren korina kornel
    kornelia korneliusz kosta kostas kotaro kotone kourosh koushik krasimir kresimir kripa kris krish krishna
    krista kristen kristian kristiina kristijan kristin kristina kristine kristjan kristof kristoffer kriti
    krystal krystian krystyna krzysztof ksawery ksenia kshama kuan kudzai kumar kumari kumiko kun kunal
    kunihiko kuniko kunle kurt kurtis kusuma kwabena kwadwo kwaku kwame kwan kwasi kweku kwesi kyle kylie kyo
    kyoko kyong kyra kyriaki kyriakos kyung laban labib lacey lachlan ladislav lael laetitia laila laith laksh
    lakshman lakshmi lakshya lal lale laleh lalit lalita lamar lambert lamia lamine lamis lan lana lance
    lancelot landon lane lanfen langston lani laoghaire laoise lara larisa lark larry lars lasse laszlo latifa
    latisha laura laurel lauren laurence laurent lauri laurie lautaro lavanya laverne lavinia lawan lawrence
    layan layla lazar lazaro lazarus lea leah leander leandro leanna leanne leda lee leela leena leia leif
    leigh leighton leila leilani leire lejla lela leland lemuel len lena lenka lennart lennon lennox lenny
    lenore leo leocadia leon leona leonard leonardo leonhard leonid leonidas leonie leonora leontyne leopold
    leopoldo leora lerato leroy lesedi lesley leslie lester leszek leticia letizia letlhogonolo lev levent
    levi levon lewis lex leyla leyre lia liam lian liang liat libby liberty licia lidia liesel lieselotte
    lihua lijuan lila lilac lilia lilian liliana liling lilith lillian lilly lily limei lin lina lincoln linda
    lindani lindiwe lindsay lindsey linh linnea linus lionel lior liora lisa lisandro lisbet lise lisette
    litzy liv livia liviu liz liza lizaveta lizbeth lizzie ljubica ljubomir ljudmila llewellyn lloyd loan
    logan lois lokelani lokesh lola lolita loni lonnie lonzo lorcan lorelei loren lorena lorenz lorenza
    lorenzo loretta lori lorna lorne lorraine lothar lotta lotte lottie lou louella louis louisa louise louiza
    loukas lourdes lovisa lowell lua luana luay lubna luca lucan lucas lucia lucian luciana luciano lucie
    lucien lucienne lucille lucinda lucio lucius lucrezia lucy ludmila ludo ludovic ludovica ludvig ludwig
    luigi luis luisa luka lukas lukasz luke lula lulu lumi luna lungile lupe lutfi luther luz lwazi lydia
    lykke lyle lyman lynda lynden lyndon lynette lynn lyra lyric lysander lyubov lyudmila maaike mabel mabon
    macarena mack mackenzie macsen macy madan maddison madeleine madeline madhav madhu madhuri madina madison
    madoc mads mae maeko maelle maelys maeve magda magdalena maggie magnolia magnus mahalia mahamadou mahendra
    mahesh mahina mahir mahlon mahmoud mahmud mahnaz mahsa mahuika mai maia maik maiko mailys maimuna maire
    mairead maisie maite maja majid makai makana makara makena makoa makoto maksim malachi malachy malaika
    malak malakai malama malathi malcolm malia malik malika malin malina mallory malo malte malu malvina
    mamadou mamiko mamoru mana manaia manal manami manana mandla mandy manfred manish manisha manju manjula
    manoj manolis manon mansa mansur manu manuel manuela manuka mao mara marama marat marc marcel marcela
    marcelina marceline marcello marcelo marcia marcin marco marcos marcus marek maren margaret margarethe
    margarida margarita margaux margit margot margrethe marguerite mari maria mariah mariam mariama marian
    mariana marianne mariano marianthi maribel marie marieke mariella marielle marietta mariko marilou marilyn
    marin marina mario marion marisa marisol marit marius mariya marjan marjorie mark marko markus marla
    marlene marley marlon marlow marnie marsha marshall marta martha martin martina martine marty marva marvin
    marwa marwan mary maryam masa masaki masako masami masao masashi masato mason massimo masud masuda matej
    mateja mateo mateus mateusz mathias mathieu mathilda mathilde mathis matias matilda matiu mato mats matt
    matteo matthew matthias matti mattias maud maui maura maureen maurice mauricio maurizio mauro mavis max
    maxim maxime maximilian maximo maxine maxwell may maya mayank maybelle mayowa mayra mayu mayumi mazen
    mbali meadow meaghan medea medhat meena meera meg megan megha megumi mehdi mehmet mehrdad mehreen mehri
    mehtap mei meifen meike meili meilin meir meirion mekonnen mel melania melanie melba melchior melek melia
    melike melina melinda melis melisa melissa melker melody melvin mena menachem mendel meng menna mercedes
    mercy mereana meredith meret meri meriem merle merlin mert merve meryem meryl mesut mete methuselah mia
    mica micaela micah michael michaela michal michalis michel michela michele micheline michelle michiko
    michio mick mickey midori mieko mieszko miguel mihaela mihai mihail mihir mihiri miho mika mikael mikaela
    mikaere mikayla mikhail miki mikkel mikko miklos mikolaj mila milada milagros milan milana mildred milena
    miles milica millicent millie milo milos miloslav milton mimi mina minako minal minato minerva ming mingyu
    minh minho minjae minji minjun minna minnie minoru minseo minsu mira mirabel miranda mireille mirela
    mirella miri miriam mirjam mirka mirko miro miroslav miroslava misaki misha missy mita mitchell mithun
    mitra mitsuko mitsuo mitsuru mitzi miyako miyuki mladen moana modesta modupe moe mohamed mohammad mohan
    mohini mohit mohsen moira moises moktar molly momo momoko mona monica monika monique monroe montague
    montserrat monty morag mordecai morgan morgana moritz morris mort morten mortimer morwenna moses moshe
    moss mostafa motshidisi moussa moustapha mpho mpumelelo mthunzi muadh muhammad muiris mukami mukesh
    mukhtar mulan mumbi muna munira murad murali murat muriel murphy murray musa mustafa muthoni mutua mwangi
    mwende mya myfanwy myles myra myriam myrna myron myrtle myung naama nabil nabila nadav nadezhda nadia
    nadim nadine nadir nadira nadja nafisa nagisa nahla nahuel naida naim naima nainoa naira najib najla najwa
    nakia nala nalani nalini nam nami namiko nan nana nanako nanami nancy nandi nandini nanette nanna naoise
    naoki naoko naomi naoto narayan narcisa narciso narcissa narek narendra nargis nariman nasim nasir nasra
    nasreen nasrin nastassja natalia natalie natalya natan natasa natasha nathalie nathan nathaniel natsuki
    natsuko natsumi naveed naveen navid navya nawal nayeli nazanin nazir nazli ndidi neal ned neda nedim neel
    neelam neema neha nehemiah neil neilina nela nell nella nellie nelson nemanja nena neo nereida neriah
    nerissa nermin nerys nesrin nessa nestor neta neva neve neven neville nevin ngaio ngaire ngoc ngozi nguyet
    nhung nia niall niamh nicanor niccolo nicholas nick nico nicola nicolae nicolas nicole nicoletta nicolette
    nidhi niels nigel nihal nikau nike nikhil niki nikita nikki nikola nikolai nikolaj nikolaos nikolas nikos
    nila nilda nile nilesh nils nilufar nilufer nima nimrod nina ning nino ninon nira niraj nirmala nirvana
    nisha nishant nissa nita nitin nitya nitza njeri njoki njoroge nkechi nkosana nkosi nnamdi noa noah noam
    nobu nobuko nobuo noe noel noela noelani noelia noelle noemi nohea nokuthula nola nolan nolwenn nomfundo
    nomusa nomvula nontle noor nora norbert noreen nori noriko norio norma norman normand norris nour noura
    nova novak nozomi nthabiseng nuala nuhu numa nuno nura nuray nuria nurit nurlan nuru nurul nya nyambura
    nyasha nydia nyla nyree oakley oana obadiah obafemi obed oberon obi obinna ocean oceane octavia octavian
    octavio oda odalys odd oddny oddvar ode oded odele odelia odell odessa odetta odette odile odilon odin
    odysseas ofelia ofer ofir ofra ogden oghenekaro oihana oisin okeke oksana oktay ola olabisi oladele olaf
    olamide olav olayinka oldrich ole oleg oleksandr olena olesya olga olgierd olimpia olina olive oliver
    olivia olivier oliviero oliwia olle ollie olu olufemi olufunke olumide oluwaseun olwen olympia omar omari
    omer omid omkar ona ondine ondrej onofre onur onyeka oonagh opal ophelia ora oralia oran orazio oren
    orestes orfeo ori oriana oriel orion orit orla orlagh orlaith orlando orli orly ornella orpheus orsola
    orsolya orson orval orville osagie osama osamu osaze oscar oskar osman osmond ossian osvaldo oswald oswin
    otakar othello othman otieno otilia otis ottavia ottavio ottilie otto ottoline oumar oumou ousmane owain
    owen owethu oya ozan ozge ozgur ozias oziel oznur pablo paco padma padmini padraig page paige paivi paki
    palesa pallavi palmer paloma pam pamela panagiotis pandora panos pansy paola paolo paora paraskevi pari
    parisa park parker parth parthena parvaneh parvati parviz parwin pascal pascale pascual pasha pat patience
    patrice patricia patricio patrick patrik patrizia patrycja patsy patty paul paula paulette paulina pauline
    paulo pavel pavla pavlos pawel paxton payam payton pearl pedro pegah peggy pelagia pele peleke pelin pelle
    penda penelope peng penina penny peony pepe per percival percy perdita perez perla pernilla pernille perry
    persephone persis peta petar pete peter petra petri petronella petros petrus petula petunia petur peyman
    peyton phaedra phelan phil philip philippa philippe philippos phillip philomena phineas phoebe phoenix
    phuc phuong phyllis pia pier pierce piero pierre pierrick pieter pietro pilar pim pinar pinchas ping pinja
    piotr piper pippa pita pius placido plamen polina polly pollyanna polona pomare poppy porter portia pouya
    prabhu prabowo prachi pradeep prakash pramod pranav prasad prashant pratik pratima praveen preeti prem
    prescott presley preston primrose prince princess prisca priscilla pritam priya priyanka prosper prospero
    prudence prunella pryce przemek przemyslaw puanani puja pumla purity pushpa putri putu qadir qamar qasim
    qays qiang qiao qiaolian qing qingling qiu qiuyue quan quang qudamah queenie quentin quincy quinlan quinn
    quintin quinton quintus quique quitterie qusay qutaiba quyen quynh raanan rabia rachel rachele rachelle
    rada radek radha radhika radka radmila radomir radoslav radu rae raegan raelene raelynn rafael rafaela
    rafal raffaele raffaella rafi rafiq raghav raghu ragnar ragnhild rahel rahim rahma rahul raimo raimund
    raina rainer raisa raj raja rajan rajeev rajendra rajesh rajiv rajni rakel rakesh raleigh ralph ram rama
    ramadan raman ramesh rami ramin ramiro ramon ramona ramsay ramses ramya ran rana randa randall randi
    randolph randy rangi rani rania ranjit ranulph raoul raphael raphaelle raquel rashad rasheed rashid
    rashida rasmus rata ratna raul raven ravi ravindra rawiri ray rayan raymond raymundo rayna razan reagan
    rebecca rebekah reece reem reema reese reggie regina reginald reginaldo rehema rei reid reidar reiko reina
    reinhard reinhold rekha remi remigio remus remy ren rena renaldo renard renata renate renato renaud rene
    renee renzo reo reshma retha reuben reuven rewi rex reyhan reyna reynaldo reza rhea rhett rhian rhiannon
    rhoda rhodri rhona rhonda rhys ria rianne rica ricardo riccardo richard richelle rick ricky rico rieko
    rifat rika rikard rikke riko riku riley rima rin rina rinaldo ringo rinko rio riona riordan risa rishi
    rita ritu ritva riva river riya rizal rizwan roald rob robbie robert roberta roberto robin robyn rocco
    rochelle rocio rocky rod roddy roderick rodica rodney rodolfo rodrigo rogelio roger rohan rohini rohit
    roisin roksana roland rolando rolf rollo roma romain roman romana romane romeo romilly romola romolo
    romulus romy ron ronald ronan ronen rong roni ronit ronja ronnie roope roosevelt rory rosa rosalba rosalia
    rosalie rosalind rosalyn rosamund rosanna rosaria rosario roscoe rose roseanne rosella rosemary rosetta
    roshan roshni rosie rosina rosita roslyn ross rostam rostislav rotem rowan rowena roxana roxanne roy royce
    roza rozalia rozenn ruairi ruan ruben ruby rudi rudolf rudy rudyard rufina rufus ruggero rui rukhsana
    rukmini ruma rumi rumiko runa rune rupert rupinder ruqayya rurik ruslan ruslana russell rustam rusty rut
    ruta ruth ruthie ruxandra ryan ryder ryker rylan rylee ryo ryoko ryota ryu ryuichi ryunosuke saad saana
    sabah sabina sabine sabir sabri sabrina sacha sachi sachiko sachin sadako sade sadie sadio sadiq saeed
    safa saffron safiya sagal sagar sage sahar sahil sai said saida saif sakari saki sakina sakshi sakura
    salah saleh salem salim salima sally salma salman salome salomon salvador salvatore sam samantha samar
    sameer sami samia samir samira sammy sampson samson samuel samuele samuli sana sandeep sander sandhya
    sandile sandor sandra sandrine sandro sandy sani sanjay sanjiv sanna sanne santiago santino santo santosh
    saoirse saori sapna sara sarah sarai sarala sari sarika sarita sasha saskia satoko satoru satoshi satu
    saul saule savannah saverio savitri savva sawyer sayuri scarlett scott seamus sean seanna sebastian
    sebastiano seda sefa sefton segun seiji seiko sekou selah selam selamawit selby selda selena selene selim
    selin selina selma selwyn sem senan seo seohyun seojun seoyeon seppo seraphina serena serge sergei sergio
    serhiy serkan serwa setareh seth seung severin severina sevgi sevil seyit seymour shabnam shada shadi
    shahid shahin shahla shai shaka shakira shalini shan shana shandra shane shani shania shanice shannon
    shanon shanta shaquille sharon shaul shaun shauna shavon shawn shay shayla shea sheela sheena sheila
    shelby sheldon shelly shelton sheng sher sheri sheridan sherine sherlock sherman sherry sheryl shiela
    shigeko shigeru shila shiloh shimon shin shinichi shinji shino shinobu shion shira shirin shirley shiro
    shiva shivam shivani shizuka shizuko shlomo shmuel shoko sholto shona shoshana shota shreya shruti shu
    shufen shulamit shun shuo shweta sia siaka sian sibongile sibusiso sidney sidonie sidra siegfried
    sieglinde siena sienna sierra sif sigmund signe sigrid sigurd sigurdur silas silje silke silvan silvana
    silvano silvester silvia silvio sima simba simcha simeon simon simona simone simran sina sinazo sinclair
    sindisiwe sindre sinead sini siobhan sion sione sipho siri sirpa siru sissel sita sitara siti siv sixtine
    sizwe sky skye skyler slava slavica slavko slawomir sloane slobodan smadar smilla smita snezana snorri
    sofia sofiane sofie soheil sohrab sohyun sol solange soledad soleil solomon solveig solvej soma somchai
    sona sonal sondre sonia sonja sonny sonu sonya soo soojin sophia sophie soraya sorcha soren sorin soroush
    sota sotiris souleymane soumaya spencer spiros spyridon srdjan sridhar srinivas stacey stan stanislav
    stanislava stanislaw stanley star stavros steen stefan stefania stefano steffen stein steinar stela stella
    stellan stephan stephanie stephen sterling steve steven stewart stian stig stoyan strahinja stuart subhash
    sudha sudhir sue sugeng suha suhail suhana sujata sukhdeep sulaiman suleyman sultana suman sumi sumiko
    summer sunday sunil sunita sunniva sunny surendra suresh suri surya susan susana susanna susanne susheela
    sushila sushma susie suvi suyin suzanne suzette suzu suzuko svante svea svein sven svend sverre svetlana
    svetozar swapna swati sybil sydney syed sylvain sylvester sylvia sylvie syrena szymon taavi tabea tabitha
    tadao tadashi tadeo tadeusz tadgh taeyang taha tahir tahira tahlia tahnee taika taiki taj takako takashi
    takeo takeshi takumi tal talal talar tali talia taliesin talitha tallulah talya tam tama tamaki tamar
    tamara tamas tamatea tamati tamika tamiko tamir tammy tamsin tan tancredi tandiwe tane tangaroa tania
    tanisha tanja tanner tansy tanvi tanya tao taonga tapio tara taraji taras tarek tarik tariq tariro tarja
    tarkan taro tarquin taryn tasha tashi tasneem tate tatiana tatjana tatsuo tatsuya tatum taufik tavita
    tawanda tawhiri taylor tayyip tea teagan ted teddy tehani teiko tekla temitope temperance tendai teodor
    teodora teodoro teofil teofila terence teresa teresia tereza terje terrance terrell terry teru teruko
    teruo tess tessa teuvo tevita tewodros thabo thad thaddeus thais thalia thandeka thandiwe thanh thanos
    thao thea thekla thelma themba thembi themistoklis theo theobald theodora theodore theodoros theophilus
    theresa therese thi thiago thibault thibaut thierry thilo thina tho thom thomas thomasina thor thora
    thorbjorn thorsten thu thulani thurston thuy thyra tia tiago tian tiana tiare tiberius tibor tierney
    tiffany tigran tihana tihomir tilda tilde till tillie tilly tim timea timo timofey timothee timothy timur
    tina tinashe ting tiphaine tirion tirza tisha titilayo tito titus tiwa tiziana tiziano tobiah tobias tobin
    toby todd todor tom toma tomas tomasz tomer tomi tomiko tomislav tommaso tommy tomoko tomoya tone toni
    tonia tony topaz tora torben tord tore torin torquil torsten toru toshi toshiko toshiro tove toyin tracy
    traian trang travis trent trenton tressa trevor trey tricia trina trinh trinidad trinity trish tristan
    tristram troels troy trudy truls trung trygve tsegaye tsubasa tsukasa tsuyoshi tu tuan tucker tudor tui
    tuija tulsi tumelo tunde tuomas turan turid turlough tuula tuyen twyla tycho tyler tyra tyree tyrell
    tyrone tyson tzipporah tzvi ubaldo uberto uchechi uchenna uday udo ugo ugochi ugur uilleam uinseann uju
    ula ulf uli uliana ulises ulla ulric ulrich ulrik ulrika ulrike ultan ulyana ulysses uma umar umay umberto
    umesh umi umit umut una unai unathi undine unity unni upendra urania urbain urban uri uriah uriel urs ursa
    ursula ursule urszula urvashi usain usha usman uta ute utkarsh uwe uxue uzair uziel uzma uzo uzoma vaclav
    vadim vahan vahid vaiana vaibhav vaishali val valarie valdemar valencia valentin valentina valentine
    valentino valeria valerian valerie valerio valeriy valery valgerd valter valtteri van vance vandana
    vanessa vangelis vania vanja vanya varun varvara vasant vasanthi vasco vasil vasile vasilia vasiliki
    vasilis vasily vaughan veda veera veikko velda velimir velma venkat venkatesh venla venus vera verena
    verity verna verner vernon verona veronica veronika veronique vesa vesna vesta vibeke vicente vicki vicky
    victoire victor victoria victorine vida vidar vidya vienna vigdis vihaan vijay vijaya vikas vikram viktor
    viktoria vilde vilhelm viliam vilja viljami ville vilma vimala vina vinay vince vincent vincenza vincenzo
    vineet vinh vinod viola violet violeta violetta violette vipin viraj virgil virgilio virginia virginie
    viridiana virpi visar vishal vishnu vita vitalia vitaliy vito vitor vitoria vittoria vittorio vitus viv
    vivek vivian viviana vivienne vlad vlada vladan vladimir vladislav vladislava vlasta vojtech volkan volker
    volodymyr vsevolod vuk vukan vusi vuyo vyacheslav waclaw wade wadih wafa wahid wahida wahyu wai waimarie
    waiola wairimu wakana waldemar waldo waleed walid walker wallace wallis wally walt walter waltraud wambui
    wan wanda wangari wangui wanjiku wanjiru warren warwick wasim wataru watson waverly wawira waylon wayne
    wei weiling weimin weizhong welile wen wenceslao wenche wendell wendy wenling werner wes wesley weston
    whetu whina whitney wided wieslaw wietske wiktor wiktoria wil wilbert wilbur wilda wiley wilfred wilfried
    wilhelm wilhelmina willa willard willem william willian willie willis willow wilma wilmer wilson wim
    windsor winifred winnie winona winston winter wiremu witold wladyslaw wojciech wolf wolfgang wolfram
    wolfrun won wonjun woodrow woody woojin wren wulan wyatt wyn wynne wynton xabier xan xander xandra xanthe
    xanthippe xaver xavi xavier xaviera xena xenia xenophon xerxes xhemal xhevahir xia xian xiang xiao xiaobo
    xiaohong xiaolan xiaoli xiaoling xiaoming xiaoping xiaoyan ximena ximo xin xing xinyi xinyue xiomara xiu
    xiulan xiuying xoan xochitl xolani xose xuan xue xueling xuemei xun xurxo xzavier yaa yacine yadira yael
    yagmur yago yahir yahya yair yakov yakub yalda yale yamato yamila yamini yan yana yanick yanis yaniv yanni
    yannick yannis yao yara yardley yareli yaron yaroslav yaroslava yaser yash yashika yasin yasir yasmeen
    yasmin yasmina yasmine yasuko yasuo yasushi yavuz yaw yazmin ye yefim yegor yehuda yejin yekaterina yelena
    yeliz yemi yen yeong yeshi yessenia yetunde yeva yevgeniya yevgeny yi yiannis yichen yigal yigit yihan
    yildiz yilmaz yin ying yishai yitzhak ylva yngve yoav yochanan yoel yogesh yohan yohannes yoko yoland
    yolanda yolande yonatan yong yoni yoon yoram yorgos yosef yoshi yoshiko yoshio yosra youcef younes youssef
    youssou yrsa ysabel ysolde yu yuan yudhishthir yue yui yuka yukari yuki yukiko yukio yulia yuliana yuma
    yumi yumiko yuna yunus yuri yuriko yusra yusuf yusuke yuta yuto yuval yuvraj yuxuan yuzuki yves yvette
    yvonne zaara zac zacarias zachariah zachary zack zadie zafar zahir zahra zaid zaida zain zaina zainab
    zaira zakaria zaki zakiya zali zamira zan zander zandile zane zanele zaneta zara zarina zarko zavier
    zawadi zaynab zbigniew zbynek zdenek zdenka zdravko zeb zebulon zeev zehra zeinab zelda zelia zelie zelig
    zeljko zelma zena zenaida zenia zeno zenobia zenon zephaniah zephyr zerrin zeus zev zewditu zeynep zhanna
    zhao zhen zheng zhi zhiqiang zhivko zhong zhu zia ziad zigor zihan zila zilla zimena zina zinaida zineb
    zinedine zinhle zinnia zion zipporah zita ziv ziva ziyad zlata zlatan zlatko zoe zoey zofia zoha zohar
    zoila zoja zola zoltan zora zoraida zoran zoravar zorica zosia zoya zsofia zsolt zubair zubeida zula
    zuleika zulema zulfiqar zuri zuzana zuzanna zvezdan zvi zviad zvonimir zygmunt
    """
}
