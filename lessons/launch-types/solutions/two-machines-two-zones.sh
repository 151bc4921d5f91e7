# One in each of two zones, with a file of one's own.
cat > join.sh <<'SH'
#!/bin/bash
echo ECS_CLUSTER=lab >> /etc/ecs/ecs.config
SH
AMI=$(aws ssm get-parameter --name /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id --query Parameter.Value --output text)
FIRST=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
SECOND=$(aws ec2 describe-subnets --query 'Subnets[1].SubnetId' --output text)
aws ec2 run-instances --image-id $AMI --instance-type t3.medium --subnet-id $FIRST \
    --iam-instance-profile Name=ecsInstanceRole --user-data file://join.sh  # free: --subnet-id
aws ec2 run-instances --image-id $AMI --instance-type t3.medium --subnet-id $SECOND \
    --iam-instance-profile Name=ecsInstanceRole --user-data file://join.sh  # free: --subnet-id
