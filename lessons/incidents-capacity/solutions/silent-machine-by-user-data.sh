# The mark stays, and machines bring it along: this one by hand, the next ones by their user data.
NEW=$(aws ecs list-container-instances --cluster lab --filter 'attribute:ecs.instance-type == t3.medium and not(attribute:logs == on)' --query 'containerInstanceArns[0]' --output text)
aws ecs put-attributes --cluster lab --attributes name=logs,value=on,targetId=$NEW
# It says: echo ECS_CLUSTER=lab, and echo ECS_INSTANCE_ATTRIBUTES={"logs":"on"}
aws ec2 create-launch-template-version --launch-template-name machine --source-version 1 --launch-template-data \
    "UserData=IyEvYmluL2Jhc2gKZWNobyBFQ1NfQ0xVU1RFUj1sYWIgPj4gL2V0Yy9lY3MvZWNzLmNvbmZpZwplY2hvICdFQ1NfSU5TVEFOQ0VfQVRUUklCVVRFUz17ImxvZ3MiOiJvbiJ9JyA+PiAvZXRjL2Vjcy9lY3MuY29uZmlnCg=="
aws ec2 modify-launch-template --launch-template-name machine --default-version 2
